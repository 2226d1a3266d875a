package io.pulsefleet.agent.collect.logs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.pulsefleet.agent.collect.UnreachableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How it is with one source (PA-09): one of the sources in a document of the kind {@link #KIND}.
 *
 * <pre>
 * {"sources": [{"source": "/var/log/auth.log", "parser": "auth", "state": "no_rights", "files": 1,
 *   "refused": ["/var/log/auth.log"], "message": "/var/log/auth.log may not be read by pulsefleet",
 *   "remedy": "usermod -aG adm pulsefleet, and start the agent anew",
 *   "lines": 0, "unparsed": 0, "dropped": 0, "cut": 0, "binary": 0}]}
 * </pre>
 *
 * @param name as {@link Source#name}
 * @param files that the source names and that are there
 * @param refused those of them that may not be read, the first ten
 * @param message what is wrong; empty where nothing is
 * @param remedy what helps; empty where nothing need be done, or nobody knows
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record SourceState(
        @JsonProperty("source") String name,
        String parser,
        State state,
        int files,
        List<String> refused,
        String message,
        String remedy) {

    static final String KIND = "logs.sources";

    private static final int MOST_REFUSED = 10;

    enum State {
        @JsonProperty("ok")
        OK("It is read."),
        @JsonProperty("no_file")
        NO_FILE("The folder is there, and no such file in it: check the path."),
        @JsonProperty("no_folder")
        NO_FOLDER("Its folder is not there: check the path."),
        @JsonProperty("no_rights")
        NO_RIGHTS(
                "A file or its folder may not be read; `remedy` names the group that the agent's user must belong to."),
        @JsonProperty("no_journal")
        NO_JOURNAL("This host has no such log at all: a journal where no systemd is."),
        @JsonProperty("limited")
        LIMITED("More lines came than its rate allows, and were left out: set `rate=` for it, or PULSE_LOGS_RATE."),
        @JsonProperty("failed")
        FAILED("It cannot be read for another reason; `message` says which.");

        private final String about;

        State(String about) {
            this.about = about;
        }

        String about() {
            return about;
        }

        /** As the document says it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** With what was counted since it is read. */
    record Counted(
            @JsonUnwrapped SourceState state, @JsonUnwrapped Counts counts) {}

    /** The body of the document: all sources of a host. */
    record All(List<Counted> sources) {}

    /**
     * Its folder could be looked into.
     *
     * @param why what the supervisor said of one of the refused
     */
    static SourceState of(Source source, int files, List<Path> refused, Optional<String> why, List<String> troubles) {
        if (!refused.isEmpty()) {
            var first = refused.get(0);
            return new SourceState(
                    source.name(),
                    source.parser(),
                    State.NO_RIGHTS,
                    files,
                    refused.stream().limit(MOST_REFUSED).map(Path::toString).toList(),
                    mayNotBeRead(first)
                            + (refused.size() > 1 ? ", nor " + (refused.size() - 1) + " others" : "")
                            + why.map(text -> "; " + text).orElse(""),
                    (why.isPresent() ? "log.read " + source.name() + "* in /etc/pulsefleet/supervisor.allow; or " : "")
                            + remedy(first));
        }
        if (!troubles.isEmpty()) {
            return plain(source, State.FAILED, files, troubles.get(0), "");
        }
        return files == 0
                ? plain(source, State.NO_FILE, 0, source.name() + " is not there", "")
                : plain(source, State.OK, files, "", "");
    }

    static SourceState of(Source source, UnreachableException away) {
        var folder = Path.of(source.name()).getParent();
        if (away.getCause() instanceof AccessDeniedException) {
            return plain(source, State.NO_RIGHTS, 0, mayNotBeRead(folder), remedy(folder));
        }
        return away.getCause() instanceof NoSuchFileException
                ? plain(source, State.NO_FOLDER, 0, away.getMessage(), "")
                : plain(source, State.FAILED, 0, away.getMessage(), "");
    }

    /** Of late. */
    static SourceState limited(Source source, int files, int rate) {
        return plain(
                source,
                State.LIMITED,
                files,
                "more than " + rate + " lines a second came, and were left out",
                "set rate= for this source, or PULSE_LOGS_RATE, to take more");
    }

    static SourceState plain(Source source, State state, int files, String message, String remedy) {
        return new SourceState(source.name(), source.parser(), state, files, List.of(), message, remedy);
    }

    private static String mayNotBeRead(Path what) {
        return what + " may not be read by " + user();
    }

    static String user() {
        return System.getProperty("user.name");
    }

    /** Its group, where that may read it; nobody has to become more than that. */
    private static String remedy(Path what) {
        try {
            var rights = Files.readAttributes(what, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (rights.permissions().contains(PosixFilePermission.GROUP_READ)
                    && !rights.group().getName().equals("root")) {
                return remedyOfGroup(rights.group().getName());
            }
        } catch (IOException alsoRefused) {
            return "let " + user() + " into " + what.getParent();
        }
        return "setfacl -m u:%s:%s %s".formatted(user(), Files.isDirectory(what) ? "rx" : "r", what);
    }

    static String remedyOfGroup(String group) {
        return "usermod -aG %s %s, and start the agent anew".formatted(group, user());
    }
}
