package io.pulsefleet.hub.access;

import java.util.Optional;

/** Who shows the right key. Each is empty when nobody has it. */
interface Keys {

    /**
     * By its own token, by the fleet's join token, or by an API key.
     *
     * @param address where it comes from
     */
    Optional<? extends Caller> ofToken(String token, String address);

    Optional<Caller.Sender> ofApiKey(String key, String address);

    Optional<Caller.User> ofSession(String token);

    /** @param address where it comes from: too many wrong ones from there are slowed down */
    Optional<Caller.User> ofPassword(String user, String password, String address);
}
