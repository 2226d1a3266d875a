package io.pulsefleet.hub.access;

import java.util.Map;

/**
 * What the provider has signed of the present caller. The server's API for it is there with its feature only; so it is
 * asked by name, and the hub is built and runs without it.
 */
final class OpenIdToken {

    private static final String HELPER = "com.ibm.websphere.security.openidconnect.PropagationHelper";
    private static final String TOKEN = "com.ibm.websphere.security.openidconnect.token.IdToken";

    private OpenIdToken() {}

    /** Verified by the server; empty: there is none. */
    static Map<?, ?> claims() {
        try {
            var token = Class.forName(HELPER).getMethod("getIdToken").invoke(null);
            return token == null
                    ? Map.of()
                    : (Map<?, ?>) Class.forName(TOKEN).getMethod("getAllClaims").invoke(token);
        } catch (ReflectiveOperationException withoutTheFeature) {
            throw new IllegalStateException(
                    "The server has no openidConnectClient-1.0, although PULSE_OPENID is on.", withoutTheFeature);
        }
    }
}
