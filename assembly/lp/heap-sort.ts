// Sort keys ascending with their companions: ratio tests need a few breakpoints in order, without allocation.
import { F64, freeF64, I32, newF64 } from "../glue/mem.ts";

/** Sort key[0..count) ascending; `item` is permuted alongside. */
export function heapSort(key: F64, item: I32, count: i32): void {
  for (let root = (count >> 1) - 1; root >= 0; root--) sift(key, item, root, count);
  for (let end = count - 1; end > 0; end--) {
    const k = key[0];
    const i = item[0];
    key[0] = key[end];
    item[0] = item[end];
    key[end] = k;
    item[end] = i;
    sift(key, item, 0, end);
  }
}

function sift(key: F64, item: I32, root: i32, end: i32): void {
  const k = key[root];
  const i = item[root];
  let at: i32 = root;
  while (true) {
    let child: i32 = 2 * at + 1;
    if (child >= end) break;
    if (child + 1 < end && key[child + 1] > key[child]) child++;
    if (key[child] <= k) break;
    key[at] = key[child];
    item[at] = item[child];
    at = child;
  }
  key[at] = k;
  item[at] = i;
}

/** Median magnitude of the nonzero elements of array[0..length); 0 when there are none. (Hoare's selection.) */
export function medianMagnitude(array: F64, length: i32): f64 {
  const magnitude = newF64(length);
  let count: i32 = 0;
  for (let k = 0; k < length; k++) {
    if (array[k] !== 0) magnitude[count++] = Math.abs(array[k]);
  }
  const wanted: i32 = count >> 1;
  let low: i32 = 0;
  let high: i32 = count - 1;
  while (low < high) {
    const pivot = magnitude[(low + high) >> 1];
    let i: i32 = low;
    let j: i32 = high;
    while (i <= j) {
      while (magnitude[i] < pivot) i++;
      while (magnitude[j] > pivot) j--;
      if (i > j) break;
      const x = magnitude[i];
      magnitude[i++] = magnitude[j];
      magnitude[j--] = x;
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  const median: f64 = count > 0 ? magnitude[wanted] : 0;
  freeF64(magnitude);
  return median;
}
