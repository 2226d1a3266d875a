package io.pulsefleet.agent.collect.pglog;

/** Whole numbers, as they stand in bytes. Null where there is none, or none that fits. */
final class Numbers {

    private static final int LONGEST = 19;

    private Numbers() {}

    static Integer integer(byte[] bytes, int from, int to) {
        var number = whole(bytes, from, to);
        return number == null || number < Integer.MIN_VALUE || number > Integer.MAX_VALUE
                ? null
                : (Integer) number.intValue();
    }

    /** 0 stands for none. */
    static Long queryId(byte[] bytes, int from, int to) {
        var number = whole(bytes, from, to);
        return number == null || number == 0 ? null : number;
    }

    private static Long whole(byte[] bytes, int from, int to) {
        var negative = from < to && bytes[from] == '-';
        int first = negative ? from + 1 : from;
        if (first >= to || to - first > LONGEST) {
            return null;
        }
        long number = 0;
        for (int i = first; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return null;
            }
            number = number * 10 - (bytes[i] - '0'); // there are more negative numbers than others
            if (number > 0) {
                return null;
            }
        }
        if (!negative && number == Long.MIN_VALUE) {
            return null;
        }
        return negative ? (Long) number : (Long) (-number);
    }
}
