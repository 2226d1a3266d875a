package io.pulsefleet.store.views;

import java.time.Instant;
import java.util.UUID;

/**
 * An address of the console under a name.
 *
 * @param owner a user's name; null: it is for all
 * @param address from the hash on, as {@code /jobs?state=FAILED}
 */
public record SavedView(UUID id, String owner, String name, String address, Instant changedAt, String changedBy) {

    public boolean isShared() {
        return owner == null;
    }
}
