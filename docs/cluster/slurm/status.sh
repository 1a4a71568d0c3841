#!/bin/sh
# Tells Snakemake how a job of Slurm is: running, success or failed.
state=$(scontrol --oneliner show job "$1" 2>/dev/null | sed -n 's/.* JobState=\([A-Z_]*\).*/\1/p')
[ -n "$state" ] || state=$(sacct --noheader --parsable2 --allocations --format=State --jobs="$1" 2>/dev/null)
case $state in
  COMPLETED*) echo success ;;
  PENDING* | CONFIGURING* | RUNNING* | COMPLETING* | SUSPENDED* | REQUEUE* | RESIZING* | SIGNALING* | STAGE_OUT* | STOPPED*) echo running ;;
  *) echo failed ;;
esac
