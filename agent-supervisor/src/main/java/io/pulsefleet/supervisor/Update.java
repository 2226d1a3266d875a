package io.pulsefleet.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Begins an update of the agent: {@code bin/update}, in a unit of its own, for it outlives this process.
 *
 * <p>(1) What is installed is what a key of this host has signed: the signature is over the package's SHA-256, and the unit
 * checks its own copy by that, so nobody can put another in its place. (2) It is newer than what is there; an older one is a
 * right of its own.
 *
 * @param home where the installed agent is
 * @param patience how long the new agent may take until its hub has answered it; then the one before comes back
 */
record Update(String systemdRun, Path home, Duration patience) {

    private static final int LONGEST_RELEASE = 1_000;
    private static final Duration TO_BEGIN = Duration.ofSeconds(30);

    /** @return {@code done} once it has begun; what came of it is in {@code /var/lib/pulsefleet-update} */
    Answer begin(Request.OfUpdate asked, List<PublicKey> keys)
            throws RefusedException, IOException, InterruptedException {
        if (keys.isEmpty()) {
            throw new RefusedException(Reason.NOT_SIGNED, "the list names no update.key, so no release can be trusted");
        }
        var release = Release.of(read(asked.path() + ".release"), read(asked.path() + ".release.sig"), keys);
        var installed = installed();
        check(asked, release, installed);
        var end = new Program(words(asked, release), TO_BEGIN).run();
        if (end.code() != 0) {
            return Answer.failed(Reason.ENDED_BADLY, "the update cannot begin: " + end.output());
        }
        return Answer.done(
                Map.of("from", installed.text(), "to", release.version().text()));
    }

    private static byte[] read(String path) throws RefusedException, IOException {
        var answer = LogFile.read(new Request.OfLog(path, 0, LONGEST_RELEASE));
        if (!answer.outcome().equals("done")) {
            throw new RefusedException(
                    Reason.NOT_SIGNED, (String) answer.fields().get("text"));
        }
        return Base64.getDecoder().decode((String) answer.fields().get("data"));
    }

    private Version installed() throws RefusedException, IOException {
        try {
            return Files.readAllLines(home.resolve("package")).stream()
                    .filter(line -> line.startsWith("version="))
                    .map(line -> new Version(line.substring("version=".length())))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException | RuntimeException notByTheInstaller) {
            throw new RefusedException(
                    Reason.NO_RELEASE, home + " was not installed by install.sh, so it is not known what is there");
        }
    }

    static void check(Request.OfUpdate asked, Release release, Version installed) throws RefusedException {
        var version = release.version();
        if (!release.kind().equals("agent")) {
            throw new RefusedException(Reason.OTHER_PACKAGE, "it is a package of the " + release.kind());
        }
        if (!release.sha256().equals(asked.sha256())) {
            throw new RefusedException(
                    Reason.OTHER_PACKAGE, "what is signed there has the SHA-256 " + release.sha256());
        }
        if (version.compareTo(installed) == 0) {
            throw new RefusedException(Reason.NOT_NEWER, version.text() + " is installed already");
        }
        if (version.compareTo(installed) < 0 && !asked.mayBeOlder()) {
            throw new RefusedException(
                    Reason.NOT_NEWER,
                    version.text() + " is older than " + installed.text()
                            + ", which is installed; a downgrade must be asked for, and permitted");
        }
    }

    private List<String> words(Request.OfUpdate asked, Release release) {
        var words = new ArrayList<>(List.of(
                systemdRun,
                "--no-ask-password",
                "--quiet",
                "--collect",
                "--unit=pulsefleet-update",
                "--description=PulseFleet update of the agent"));
        for (var property : List.of(
                "Type=exec",
                "StateDirectory=pulsefleet-update",
                "CacheDirectory=pulsefleet-update",
                "CacheDirectoryMode=0700",
                "UMask=0022",
                "RuntimeMaxSec=" + patience.multipliedBy(2).plusMinutes(20).toSeconds())) {
            words.add("--property=" + property);
        }
        words.addAll(List.of(
                "--",
                home + "/bin/update",
                asked.path(),
                asked.sha256(),
                release.version().text(),
                asked.id(),
                String.valueOf(patience.toSeconds())));
        return words;
    }
}
