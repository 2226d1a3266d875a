package io.pulsefleet.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a command reads and writes.
 *
 * @param in what is piped into it
 * @param console the person before it; null: there is none
 */
record Terminal(PrintWriter out, PrintWriter err, BufferedReader in, Console console, Map<String, String> environment) {

    Hub hub() {
        return Hub.of(Account.read(accountFile()));
    }

    Path accountFile() {
        return Account.file(environment);
    }

    void say(String line) {
        out.println(plain(line));
        out.flush();
    }

    /** Beside what the command answers. */
    void remark(String line) {
        err.println(plain(line));
        err.flush();
    }

    /** In columns, each as wide as its widest part. */
    void table(List<String> head, List<List<String>> rows) {
        Table.of(head, rows).forEach(this::say);
    }

    /** The first line of what is piped in, for secrets. */
    String line(String what) {
        try {
            var line = in.readLine();
            if (line == null || line.isBlank()) {
                throw new RefusedException(Exit.WRONG, what + " is missing: nothing was piped in");
            }
            return line.strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What hosts say goes to the screen as text, and never steers it. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\t]]", "\u00b7");
    }
}
