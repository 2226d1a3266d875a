package io.pulsefleet.e2e.bench;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was measured: said at once, and as the table of docs/bench.md at the end. */
final class Table {

    private final List<String> rows = new ArrayList<>();
    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    void row(String what, String unit, String format, double value) {
        add("| %s | %s | %s |".formatted(what, format.formatted(value), unit));
    }

    void count(String what, String unit, long count) {
        add("| %s | %,d | %s |".formatted(what, count, unit));
    }

    void text(String what, String unit, String text) {
        add("| %s | %s | %s |".formatted(what, text, unit));
    }

    /** Something that could not be measured, and why: nobody shall think that it was forgotten. */
    void skipped(String what, String why) {
        add("| %s | SKIPPED | %s |".formatted(what, why));
    }

    /** For who waits; not a row. */
    void note(String line) {
        out.println("  " + line);
    }

    private void add(String row) {
        rows.add(row);
        out.println(row);
    }

    void print() {
        out.println();
        out.println("| what | measured | unit |");
        out.println("|---|---:|---|");
        rows.forEach(out::println);
        out.printf(
                "%n%s, Java %s, %d processors, %s%n",
                Instant.now().toString().substring(0, 10),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }
}
