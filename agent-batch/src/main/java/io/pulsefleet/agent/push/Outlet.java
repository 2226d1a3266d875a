package io.pulsefleet.agent.push;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A receiver that is no hub.
 *
 * @param name of it, of its job and of its folder
 * @param authorization what is shown there
 * @param limit bytes on the disk for what waits for it
 */
record Outlet(String name, URI url, Optional<String> authorization, Duration timeout, long limit, Wanted wanted) {

    /** Never shows what is shown there, nor what an address may hold: this is logged. */
    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()) + url.getPath();
    }
}
