package io.pulsefleet.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Somebody's shell, in which {@code pulse} is called. */
final class Shell {

    private final Path folder;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    Shell(Path folder) {
        this.folder = folder;
    }

    /** Signed in there with a session. */
    Shell at(URI hub) {
        new Account(hub, "ann", Account.SESSION, "pulse_session=one", "").keep(kept());
        return this;
    }

    Path kept() {
        return folder.resolve("pulsefleet/hub.json");
    }

    int pulse(String... arguments) {
        return piped("", arguments);
    }

    int piped(String text, String... arguments) {
        return run(out(), text, Optional.empty(), arguments);
    }

    int by(Terminal.Person person, String... arguments) {
        return run(out(), "", Optional.of(person), arguments);
    }

    /** What it says goes there. */
    int into(Writer there, String... arguments) {
        return run(there, "", Optional.empty(), arguments);
    }

    private StringWriter out() {
        out = new StringWriter();
        return out;
    }

    private int run(Writer there, String piped, Optional<Terminal.Person> person, String... arguments) {
        err = new StringWriter();
        var terminal = new Terminal(
                new PrintWriter(there),
                new PrintWriter(err),
                new BufferedReader(new StringReader(piped)),
                person,
                Map.of("XDG_CONFIG_HOME", folder.toString()));
        return Pulse.run(terminal, arguments);
    }

    String said() {
        return out.toString();
    }

    String remarked() {
        return err.toString();
    }
}
