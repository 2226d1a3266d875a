package io.pulsefleet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Ends the session at the hub, and forgets what was kept. */
@Command(
        name = "logout",
        description =
                "Ends the session at the hub and removes what is kept here. An API key stays good: remove it at the hub.")
final class Logout implements Callable<Integer> {

    private final Terminal terminal;

    Logout(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var file = terminal.accountFile();
        if (!Files.exists(file)) {
            terminal.say("Nobody was signed in.");
            return Exit.DONE.code();
        }
        try {
            Hub.signOut(Account.read(file));
        } catch (RefusedException away) {
            terminal.remark("pulse: it is forgotten here; at the hub the session ends by itself: " + away.getMessage());
        }
        Files.deleteIfExists(file);
        terminal.say("Signed out.");
        return Exit.DONE.code();
    }
}
