#!/bin/bash
# Tries the job array on a Slurm of its own, with two nodes on this computer: jobs are killed at random moments,
# one node is cut off and returned. At the end each result must be that of a plain loop, byte for byte.
#
#   trial.sh NEURAL_ART [FOLDER]     NEURAL_ART is the command neural-art; FOLDER is new, and kept
#
# Needs root, and Debian's packages slurmctld, slurmd, slurm-client and munge.
set -euo pipefail
export NEURAL_ART; NEURAL_ART=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
folder=${2:-$(mktemp -d)}
mkdir -p "$folder"/{in,munge,state,spool-n1,spool-n2}
cd "$folder"
count=300
options="octaves=1 iterations=2 layers=[block2_conv2=1]"
export SLURM_CONF=$PWD/slurm.conf OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1

echo "Making $count images and 5 broken files in $folder"
cat >make.ijm <<'MACRO'
part = split(getArgument(), ";");
types = newArray("8-bit", "16-bit", "RGB");
for (i = 0; i < part[1]; i++) {
	random("seed", i + 1);
	newImage("image", types[i % 3] + " ramp", 64 + round(64 * random), 64 + round(64 * random), 1);
	for (k = 0; k < 12; k++) {
		if (i % 3 == 1)
			setColor(round(random * 65535));
		else
			setColor(round(random * 255), round(random * 255), round(random * 255));
		fillOval(random * 128, random * 128, random * 40, random * 40);
	}
	folder = part[0] + "/" + types[i % 3];
	File.makeDirectory(folder);
	saveAs("Tiff", folder + "/" + IJ.pad(i, 4));
	close();
}
MACRO
"$NEURAL_ART" make.ijm "$PWD/in;$count"
printf 'no image' >in/1.tif
: >in/2.png
head -c 3000 in/RGB/0002.tif >in/3.tif
head -c 100 in/8-bit/0000.tif >in/4.tif
head -c 4000 /dev/urandom >in/5.jpg

echo "The plain loop"
cat >loop.ijm <<MACRO
kinds = newArray("8-bit", "16-bit", "RGB");
setBatchMode(true);
for (k = 0; k < 3; k++) {
	folder = getArgument() + "/in/" + kinds[k] + "/";
	saved = getArgument() + "/loop/" + kinds[k] + "/";
	File.makeDirectory(getArgument() + "/loop");
	File.makeDirectory(saved);
	files = getFileList(folder);
	for (i = 0; i < files.length; i++) {
		open(folder + files[i]);
		run("DeepDream...", "$options");
		saveAs("PNG", saved + files[i] + ".png");
		close("*");
	}
}
MACRO
"$NEURAL_ART" loop.ijm "$PWD" 2>loop.log

cat >slurm.conf <<CONF
ClusterName=trial
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmctldPort=17000
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$PWD/munge/socket
CredType=cred/munge
StateSaveLocation=$PWD/state
SlurmdSpoolDir=$PWD/spool-%n
SlurmctldPidFile=$PWD/slurmctld.pid
SlurmdPidFile=$PWD/%n.pid
SlurmctldLogFile=$PWD/slurmctld.log
SlurmdLogFile=$PWD/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=5
MessageTimeout=5
KillWait=20
MinJobAge=3600
NodeName=n[1-2] NodeHostname=$(hostname) NodeAddr=127.0.0.1 Port=[17001-17002] CPUs=1 RealMemory=8000
PartitionName=all Nodes=ALL Default=YES State=UP
CONF

# Ends a node as a power cut does: its daemon, then those that watch its jobs, then the jobs.
cut_off() {
  jobs=$(grep -lzx "SLURMD_NODENAME=$1" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3) || true
  watchers=
  for job in $jobs; do
    parent=$(awk '/^PPid/ { print $2 }' "/proc/$job/status" 2>/dev/null) || continue
    [ "$(cat "/proc/$parent/comm" 2>/dev/null)" = slurmstepd ] && watchers="$watchers $parent"
  done
  for process in $(cat "$1.pid") $watchers $jobs; do
    kill -9 "$process" 2>/dev/null || true
  done
}
finish() {
  scancel --user=root 2>/dev/null || true
  sleep 2
  for pid in n1.pid n2.pid slurmctld.pid munge/pid; do
    [ -f $pid ] && kill "$(cat $pid)" 2>/dev/null || true
  done
}
trap finish EXIT
dd if=/dev/urandom of=munge/key bs=1024 count=1 status=none
chmod 600 munge/key
munged --force --key-file="$PWD/munge/key" --socket="$PWD/munge/socket" --pid-file="$PWD/munge/pid" \
  --log-file="$PWD/munge/log" --seed-file="$PWD/munge/seed" 2>/dev/null
slurmctld -c
slurmd -N n1
slurmd -N n2
until [ "$(sinfo --noheader --Node --states=idle 2>/dev/null | wc -l)" = 2 ]; do sleep 1; done

submit() {
  sbatch --parsable --array=1-6 --cpus-per-task=1 --mem=1600 "$here/slurm-array.sh" \
    in out --run "DeepDream..." --options "$options" --format png
}
running() { squeue --noheader --states=RUNNING --format=%i --array; }
left() { [ -n "$(squeue --noheader --format=%i)" ]; }
killed=0
round=0
results() { find out -name '*.png' -not -path '*/.*' 2>/dev/null | wc -l; }
until [ "$(results)" = $count ] || [ $round = 10 ]; do
  round=$((round + 1))
  echo "Round $round: $(submit)"
  while left; do
    sleep $((3 + RANDOM % 8))
    job=$(running | shuf -n 1)
    if [ $round -le 2 ] && [ -n "$job" ] && scancel --signal=KILL --full "$job"; then
      killed=$((killed + 1))
      echo "Killed $job, $(results) done"
    fi
    if [ $round = 1 ] && [ $killed = 2 ] && [ ! -f cut ]; then
      touch cut
      cut_off n2
      echo "Cut off n2"
      sleep 12
      sinfo --noheader --Node
      slurmd -N n2
      echo "Returned n2"
    fi
  done
done

echo "The summary of all"
code=0
"$NEURAL_ART" batch in out --run "DeepDream..." --options "$options" --format png >last.log 2>&1 || code=$?
tail -n 1 last.log
same=0
for file in loop/*/*.png; do
  cmp -s "$file" "out/${file#loop/}" && same=$((same + 1))
done
cat neural-art-*.log | grep '^done' | cut -d' ' -f2 | sort >done
echo "$killed jobs killed in $round rounds; $same of $count results equal the loop's; $(sort done | uniq -d | wc -l) done twice"
echo "Failed (exit code $code):"
awk -F, 'NR > 1 && $2 == ""' out/summary.csv
[ "$same" = $count ] && [ -z "$(uniq -d done)" ] && [ $code = 1 ] && [ "$(grep -c '^failed' last.log)" = 5 ]
