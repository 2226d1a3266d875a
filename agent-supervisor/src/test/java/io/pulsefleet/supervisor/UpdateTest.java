package io.pulsefleet.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PU-12: what may be installed at all. With a real systemd it is tried in RemoteIT. */
class UpdateTest {

    private static final String ID = "7d0c1f6e-0000-4000-8000-000000000001";
    private static final String HASH = "ab".repeat(32);

    @TempDir
    Path temporary;

    private Path folder;
    private Path begun;
    private KeyPair pair;
    private Update update;

    @BeforeEach
    void anAgent() throws Exception {
        folder = temporary.toRealPath();
        begun = folder.resolve("begun");
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(folder.resolve("package"), "kind=agent\nversion=1.2.9\n");
        var systemdRun = Files.writeString(
                folder.resolve("systemd-run"), "#!/bin/sh\nfor each; do echo \"$each\"; done > " + begun + "\n");
        Files.setPosixFilePermissions(systemdRun, PosixFilePermissions.fromString("rwx------"));
        update = new Update(systemdRun.toString(), folder, Duration.ofSeconds(60));
    }

    @Test
    void whatIsSignedAndNewerIsBegunInAUnitOfItsOwn() throws Exception {
        release("kind=agent\nversion=1.2.10\nsha256=" + HASH + "\n");

        assertThat(update.begin(asked(HASH, false), keys()).json())
                .contains("\"outcome\":\"done\"")
                .contains("\"from\":\"1.2.9\"")
                .contains("\"to\":\"1.2.10\"");
        assertThat(Files.readAllLines(begun))
                .contains("--unit=pulsefleet-update", "--collect")
                .endsWith("--", folder + "/bin/update", folder + "/a.tar.gz", HASH, "1.2.10", ID, "60");
    }

    @Test
    void whatNoKeyOfThisHostSignedIsRefused() throws Exception {
        var text = "kind=agent\nversion=1.2.10\nsha256=" + HASH + "\n";
        assertThat(reason(HASH, false, keys())).as("there is no release").isEqualTo(Reason.NOT_SIGNED);

        release(text);
        assertThat(reason(HASH, false, List.of())).as("the host names no key").isEqualTo(Reason.NOT_SIGNED);
        var other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertThat(reason(HASH, false, List.of(other.getPublic())))
                .as("another key")
                .isEqualTo(Reason.NOT_SIGNED);

        Files.writeString(folder.resolve("a.tar.gz.release"), text.replace("1.2.10", "1.2.11"));
        assertThat(reason(HASH, false, keys()))
                .as("changed after it was signed")
                .isEqualTo(Reason.NOT_SIGNED);
        Files.write(folder.resolve("a.tar.gz.release.sig"), new byte[3]);
        assertThat(reason(HASH, false, keys())).as("no signature").isEqualTo(Reason.NOT_SIGNED);

        release(text);
        Files.move(folder.resolve("a.tar.gz.release"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("a.tar.gz.release"), folder.resolve("elsewhere"));
        assertThat(reason(HASH, false, keys())).as("a link").isEqualTo(Reason.NOT_SIGNED);
        assertThat(begun).doesNotExist();
    }

    /** As docs/reference/supervisor.md says it. */
    @Test
    void whatOpensslSignsIsTaken() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "there is no openssl here");
        Files.writeString(folder.resolve("a.tar.gz.release"), "kind=agent\nversion=1.2.10\nsha256=" + HASH + "\n");
        var openssl =
                new ProcessBuilder("sh", "-euc", """
                openssl genpkey -algorithm ed25519 -out update.key
                openssl pkeyutl -sign -rawin -inkey update.key -in a.tar.gz.release -out a.tar.gz.release.sig
                openssl pkey -in update.key -pubout -outform DER | base64 -w0""").directory(folder.toFile()).start();
        var key = new String(openssl.getInputStream().readAllBytes(), UTF_8);
        assertThat(openssl.waitFor()).isZero();

        var list = AllowList.of(List.of("update.key " + key));
        assertThat(update.begin(asked(HASH, false), list.keys()).outcome()).isEqualTo("done");
    }

    @Test
    void anotherPackageThanWasMeantIsRefused() throws Exception {
        release("kind=agent\nversion=1.2.10\nsha256=" + HASH + "\n");
        assertThat(reason("cd".repeat(32), false, keys())).isEqualTo(Reason.OTHER_PACKAGE);
        release("kind=hub\nversion=1.2.10\nsha256=" + HASH + "\n");
        assertThat(reason(HASH, false, keys())).isEqualTo(Reason.OTHER_PACKAGE);
        release("kind=agent\nversion=../../etc\nsha256=" + HASH + "\n");
        assertThat(reason(HASH, false, keys())).isEqualTo(Reason.NO_RELEASE);
        release("anything that the key has signed as well");
        assertThat(reason(HASH, false, keys())).isEqualTo(Reason.NO_RELEASE);
        assertThat(begun).doesNotExist();
    }

    @Test
    void anOlderOneIsARightOfItsOwn() throws Exception {
        release("kind=agent\nversion=1.2.9\nsha256=" + HASH + "\n");
        assertThat(reason(HASH, true, keys())).as("the same").isEqualTo(Reason.NOT_NEWER);
        release("kind=agent\nversion=1.2.9-SNAPSHOT\nsha256=" + HASH + "\n");
        assertThat(reason(HASH, false, keys())).isEqualTo(Reason.NOT_NEWER);
        assertThat(begun).doesNotExist();

        assertThat(update.begin(asked(HASH, true), keys()).outcome()).isEqualTo("done");
    }

    @Test
    void theListSaysWhoseAndWhichAndWhetherOlderOnes() throws Exception {
        var line = "update.key "
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        var list = AllowList.of(List.of(line, "update.install /srv/agents/*.tar.gz"));

        assertThat(list.keys()).isEqualTo(keys());
        assertThat(list.permits(new Request.OfUpdate("/srv/agents/a.tar.gz", HASH, ID, false)))
                .isTrue();
        assertThat(list.permits(new Request.OfUpdate("/srv/agents/a.tar.gz", HASH, ID, true)))
                .isFalse();
        assertThat(list.permits(new Request.OfUpdate("/srv/agents/deep/a.tar.gz", HASH, ID, false)))
                .isFalse();
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class, () -> AllowList.of(List.of("update.key MCowBQYDK2Vw"))))
                .hasMessageContaining("line 1: 'MCowBQYDK2Vw' is no public key of Ed25519");
    }

    @Test
    void versionsAreOrderedByTheirNumbers() {
        var ordered = List.of("0.9", "0.10-SNAPSHOT", "0.10-rc.1", "0.10", "0.10.1", "1.0.0", "10");

        for (int i = 1; i < ordered.size(); i++) {
            assertThat(new Version(ordered.get(i - 1)))
                    .as("%s", ordered.get(i))
                    .isLessThan(new Version(ordered.get(i)));
        }
        assertThat(new Version("1").compareTo(new Version("1.0.0"))).isZero();
    }

    private void release(String text) throws Exception {
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(text.getBytes(UTF_8));
        Files.writeString(folder.resolve("a.tar.gz.release"), text);
        Files.write(folder.resolve("a.tar.gz.release.sig"), signature.sign());
    }

    private List<PublicKey> keys() {
        return List.of(pair.getPublic());
    }

    private Request.OfUpdate asked(String sha256, boolean mayBeOlder) {
        return new Request.OfUpdate(folder + "/a.tar.gz", sha256, ID, mayBeOlder);
    }

    private Reason reason(String sha256, boolean mayBeOlder, List<PublicKey> keys) {
        return catchThrowableOfType(RefusedException.class, () -> update.begin(asked(sha256, mayBeOlder), keys))
                .reason();
    }
}
