package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.hub.access.Vault.Opened;
import io.pulsefleet.hub.access.Vault.State;
import io.pulsefleet.store.targets.Sealed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Passwords are encrypted at rest (PG-10). */
class KeyRingTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[KeyRing.BYTES]);
    private static final String OTHER = Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final List<String> CONTEXT = List.of("shop", "db1");

    private final KeyRing keys = KeyRing.of(KEY);

    @Test
    void whatWasSealedOpensForWhatItWasSealedFor() {
        var box = keys.seal("s3cret ü", CONTEXT);

        assertThat(keys.open(box, CONTEXT)).isEqualTo(new Opened(State.OPEN, "s3cret ü"));
        assertThat(new String(box.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("s3cret");
        assertThat(keys.open(box, List.of("shop", "db2")).state()).isEqualTo(State.DAMAGED);
        assertThat(keys.open(box, List.of("shopd", "b1")).state()).isEqualTo(State.DAMAGED);
    }

    @Test
    void theSameIsNeverSealedTheSameWay() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 100; i++) {
            seen.add(Base64.getEncoder()
                    .encodeToString(keys.seal("s3cret", CONTEXT).bytes()));
        }
        assertThat(seen).hasSize(100);
    }

    @Test
    void withoutItsKeyItStaysSealed() {
        var box = keys.seal("s3cret", CONTEXT);

        assertThat(KeyRing.of(OTHER).open(box, CONTEXT)).isEqualTo(new Opened(State.KEY_MISSING, ""));
        assertThat(KeyRing.empty().open(box, CONTEXT)).isEqualTo(new Opened(State.KEY_MISSING, ""));
    }

    @Test
    void whatWasChangedDoesNotOpen() {
        var box = keys.seal("s3cret", CONTEXT);
        for (int i = 0; i < box.bytes().length; i++) {
            var changed = box.bytes().clone();
            changed[i] ^= 1;
            assertThat(keys.open(new Sealed(box.key(), changed), CONTEXT).state())
                    .as("byte %d", i)
                    .isEqualTo(State.DAMAGED);
        }
        assertThat(keys.open(new Sealed(box.key(), new byte[3]), CONTEXT).state())
                .isEqualTo(State.DAMAGED);
    }

    @Test
    void aNewKeyBeforeTheOldOneSealsAndTheOldOneStillOpens() {
        var old = keys.seal("s3cret", CONTEXT);
        var both = KeyRing.of(OTHER + "\n" + KEY + "\n");

        assertThat(both.open(old, CONTEXT).text()).isEqualTo("s3cret");
        assertThat(KeyRing.of(OTHER).open(both.seal("n3w", CONTEXT), CONTEXT).text())
                .isEqualTo("n3w");
    }

    @Test
    void whatIsNoKeyIsRefusedWithoutBeingShown() {
        for (var text : List.of("", "short", KEY + " tooshort", "!" + KEY)) {
            assertThatThrownBy(() -> KeyRing.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("32 random bytes")
                    .hasMessageNotContaining("short")
                    .hasMessageNotContaining("AAAA");
        }
    }
}
