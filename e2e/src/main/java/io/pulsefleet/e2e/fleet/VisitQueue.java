package io.pulsefleet.e2e.fleet;

import java.util.Arrays;

/** Numbers of visits, first in, first out; four bytes each. */
final class VisitQueue {

    private int[] visits = new int[8];
    private int first;
    private int size;

    void add(int visit) {
        makeRoom();
        visits[(first + size++) % visits.length] = visit;
    }

    /** It is the next again. */
    void addFirst(int visit) {
        makeRoom();
        first = (first + visits.length - 1) % visits.length;
        visits[first] = visit;
        size++;
    }

    private void makeRoom() {
        if (size == visits.length) {
            var larger = new int[size * 2];
            for (int i = 0; i < size; i++) {
                larger[i] = visits[(first + i) % size];
            }
            visits = larger;
            first = 0;
        }
    }

    int poll() {
        if (size == 0) {
            throw new IllegalStateException("empty");
        }
        var visit = visits[first];
        first = (first + 1) % visits.length;
        size--;
        return visit;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    @Override
    public String toString() {
        var all = new int[size];
        for (int i = 0; i < size; i++) {
            all[i] = visits[(first + i) % visits.length];
        }
        return Arrays.toString(all);
    }
}
