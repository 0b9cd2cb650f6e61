# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Draws the files that show.py wrote to the folder `data`, as SVG in `out`.

set terminal svg size 860,460 dynamic noenhanced font 'Helvetica,13' \
  background '#ffffff'
set datafile separator "\t"
set border 3 linecolor '#666666'
set tics nomirror textcolor '#333333'
set grid ytics linecolor '#dddddd' linetype 1
set key outside right top reverse Left samplen 1.5

# Ours in blues, the others in warm and grey tones.
array colors[10] = ['#08306b', '#2171b5', '#6baed6', '#d94801', '#f16913', \
  '#fd8d3c', '#fdae6b', '#969696', '#bdbdbd', '#d9d9d9']

columns_of(file) = int(system("head -n 1 ".file." | awk -F'\t' '{print NF}'"))

set style data histogram
set style histogram clustered gap 1
set style fill solid 1.0 noborder
set logscale y
set boxwidth 0.9
set yrange [1:*]

file = data.'/keys'
if (columns_of(file) > 1) {
  set output out.'/keys.svg'
  set title 'A whole key, one thread (lower is better)'
  set xlabel 'bits of the key'
  set ylabel 'milliseconds'
  plot for [i=2:columns_of(file)] file using i:xtic(1) \
    title columnheader(i) linecolor rgb colors[i-1]
}

file = data.'/candidates'
if (columns_of(file) > 1) {
  array few[4] = ['#08306b', '#2171b5', '#6baed6', '#d94801']
  set output out.'/candidates.svg'
  set title 'The test of one candidate (lower is better)'
  set xlabel 'bits of the candidate'
  set ylabel 'microseconds'
  plot for [i=2:columns_of(file)] file using i:xtic(1) \
    title columnheader(i) linecolor rgb few[i-1]
}

file = data.'/latency'
if (int(system("wc -l <".file)) > 0) {
  array four[4] = ['#08306b', '#2171b5', '#6baed6', '#d94801']
  stats file using 1 skip 0 nooutput name 'L'
  set output out.'/latency.svg'
  set title 'How long a key of 2048 bits takes (further left is better)'
  unset logscale y
  set logscale x
  set xlabel 'milliseconds'
  set ylabel '% of keys that are there by then'
  set yrange [0:100]
  set style data lines
  plot for [i=0:L_blocks-1] file index i using 1:2 \
    title columnheader(1) linewidth 2 linecolor rgb four[i+1]
}
