package io.pulsefleet.cli;

import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a command reads and writes.
 *
 * @param in what is piped into it
 * @param person who sits before it; empty: nobody does
 */
record Terminal(
        PrintWriter out, PrintWriter err, BufferedReader in, Optional<Person> person, Map<String, String> environment) {

    /** Twice what a hub takes. */
    private static final int LONGEST = 16 << 20;

    /** What begins escape sequences, also those of one character above 127, ends lines, or turns their direction. */
    private static final Pattern STEERS = Pattern.compile("[\\p{Cc}\\u2028-\\u202E\\u2066-\\u2069&&[^\\t]]");

    /** Who answers what is asked; null where nothing comes any more. */
    interface Person {

        String line(String question);

        char[] secret(String question);

        static Person at(Console console) {
            return new Person() {
                @Override
                public String line(String question) {
                    return console.readLine("%s", question);
                }

                @Override
                public char[] secret(String question) {
                    return console.readPassword("%s", question);
                }
            };
        }
    }

    Hub hub() {
        return Hub.of(Account.read(accountFile()));
    }

    Path accountFile() {
        return Account.file(environment);
    }

    void say(String line) {
        print(plain(line) + "\n");
    }

    /** As the hub answered, for scripts: one line, in which what would steer the screen is escaped. */
    void json(Json answer) {
        print(STEERS.matcher(Json.text(answer.value()))
                        .replaceAll(
                                odd -> "\\\\u%04x".formatted((int) odd.group().charAt(0)))
                + "\n");
    }

    /** Several lines. */
    void text(String lines) {
        print(lines.lines().map(Terminal::plain).collect(joining("\n", "", "\n")));
    }

    private void print(String text) {
        out.print(text);
        if (out.checkError()) {
            throw new RefusedException(
                    Exit.FAILED, "the answer cannot be written: nobody reads it any more, or the disk is full");
        }
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
            throw RefusedException.ofFile(what + " cannot be read", broken);
        }
    }

    /** @param file {@code -}: what is piped in */
    String read(String file) {
        try (var reader = file.equals("-") ? in : Files.newBufferedReader(Path.of(file))) {
            return limited(file, reader);
        } catch (IOException cannot) {
            throw RefusedException.ofFile(file + " cannot be read", cannot);
        }
    }

    private static String limited(String file, Reader reader) throws IOException {
        var text = new StringBuilder();
        var part = new char[8192];
        for (int more = reader.read(part); more >= 0; more = reader.read(part)) {
            text.append(part, 0, more);
            if (text.length() > LONGEST) {
                throw new RefusedException(Exit.WRONG, file + " has more than 16 MB, and no hub takes that much");
            }
        }
        return text.toString();
    }

    /** What hosts say goes to the screen as text, and never steers it. */
    static String plain(String text) {
        return STEERS.matcher(text).replaceAll("\u00b7");
    }
}
