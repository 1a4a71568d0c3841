#!/bin/sh
# One part of a batch in each task of a job array. In the folder with the inputs:
#
#   sbatch --array=1-8 slurm-array.sh INPUTS OUTPUT --run COMMAND ...
#
# NEURAL_ART is the command neural-art, if it isn't on the path. The same line again does what is left.
#SBATCH --job-name=neural-art
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=04:00:00
#SBATCH --signal=B:TERM@300
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=neural-art-%A-%a.log

memory=${SLURM_MEM_PER_NODE:-4096}
threads=${SLURM_CPUS_PER_TASK:-1}
case " $* " in *" --macro "*) threads=1 ;; esac # ImageJ runs one macro at a time
export JAVA_TOOL_OPTIONS="-Xmx$((memory / 4))m ${JAVA_TOOL_OPTIONS-}"
# Signals reach Neural Art itself, which takes the place of this script.
exec "${NEURAL_ART:-neural-art}" batch "$@" \
  --threads "$threads" --memory "$memory" \
  --part "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
