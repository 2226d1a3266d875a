package io.pulsefleet.supervisor;

import java.util.Arrays;
import java.util.regex.Pattern;

/** As a package bears it: {@code 1.2.10}, or {@code 1.2.10-SNAPSHOT}, which comes before it. */
record Version(String text) implements Comparable<Version> {

    private static final Pattern FORM = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6}){0,3}(-[A-Za-z0-9.]{1,30})?");

    /** @throws IllegalArgumentException when it is none */
    Version {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + Words.shown(text) + "' is no version");
        }
    }

    @Override
    public int compareTo(Version other) {
        var byNumbers = Arrays.compare(numbers(), other.numbers());
        if (byNumbers != 0) {
            return byNumbers;
        }
        var isBefore = suffix().isEmpty() != other.suffix().isEmpty();
        if (isBefore) {
            return suffix().isEmpty() ? 1 : -1;
        }
        return suffix().compareTo(other.suffix());
    }

    private int[] numbers() {
        var numbers = new int[4];
        var parts = text.split("-", 2)[0].split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }

    private String suffix() {
        var parts = text.split("-", 2);
        return parts.length > 1 ? parts[1] : "";
    }
}
