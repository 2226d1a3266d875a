package io.pulsefleet.hub.http;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which version of a thing the caller has looked at before he changes it: an answer tells it in {@code ETag}, a change
 * may send it back in {@code If-Match} (RFC 9110, 13.1.1). Who sends none changes what is there, whatever that is.
 *
 * <pre>{@code
 * GET   /api/v1/users/ann          ETag: "5e1f0c2b9a7d4e31"
 * PATCH /api/v1/users/ann          If-Match: "5e1f0c2b9a7d4e31"  -> 200, or 412 where somebody else was quicker
 * PUT   /api/v1/uptime/regions/eu  If-None-Match: *              -> 200, or 412 where there is one already
 * }</pre>
 */
@RequestScoped
public class Seen {

    /** For who changes whatever is there. */
    public static final Still ANY = (by, at) -> {};

    static final String TAG = Seen.class.getName();

    private static final int BYTES = 8;
    private static final String ANY_TAG = "*";

    @Inject
    HttpServletRequest request;

    /** @param version all of the thing that people change, or when they changed it last; nothing that changes by itself */
    public void tell(Object version) {
        request.setAttribute(TAG, tagOf(version));
    }

    /**
     * To be asked where nobody else can change the thing before the caller has.
     *
     * @param by who changed it last; empty: not known
     * @param at null: not known
     * @throws WebApplicationException 412, with the version of now in {@code ETag}
     */
    public void expect(Object version, String by, Instant at) {
        var now = tagOf(version);
        if (!isAmong(request.getHeader(HttpHeaders.IF_MATCH), now)) {
            request.setAttribute(TAG, now);
            throw changedMeanwhile(now, by, at);
        }
    }

    /**
     * The same of what is put by its name, and need not be there.
     *
     * @param there all of it that people change; empty: there is none
     * @throws WebApplicationException 412 where it is another than was seen, or gone, or must not be there and is
     */
    public void expectPut(Optional<?> there) {
        if (there.isEmpty()) {
            if (request.getHeader(HttpHeaders.IF_MATCH) != null) {
                throw refused(
                        "It is not there any more: somebody removed it. Send it without If-Match to add it again.");
            }
        } else if (ANY_TAG.equals(request.getHeader("If-None-Match"))) {
            tell(there.get());
            throw refused("There is one of that name already. Look at it, and change that.");
        } else {
            expect(there.get(), "", null);
        }
    }

    private static WebApplicationException refused(String detail) {
        return new WebApplicationException(detail, Problems.answer(Problem.of(412, "Changed meanwhile", detail)));
    }

    /** Asked by whoever is about to change a thing, with who changed it last, and when, which is its version. */
    @FunctionalInterface
    public interface Still {
        void is(String by, Instant at);
    }

    /** @see #expect(Object, String, Instant) */
    public void expect(String by, Instant at) {
        expect(at, by, at);
    }

    static String tagOf(Object version) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Json.bytes(version));
            return '"' + HexFormat.of().formatHex(digest, 0, BYTES) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each Java has SHA-256", impossible);
        }
    }

    /** @param ifMatch null: any will do; proxies that compress answers make tags weak, and these are ours all the same */
    static boolean isAmong(String ifMatch, String tag) {
        return ifMatch == null
                || Arrays.stream(ifMatch.split(","))
                        .map(one -> one.strip().replaceFirst("^W/", ""))
                        .anyMatch(one -> one.equals(ANY_TAG) || one.equals(tag));
    }

    private static WebApplicationException changedMeanwhile(String now, String by, Instant at) {
        var detail = "Somebody else changed it meanwhile" + (by.isEmpty() ? "" : ": " + by)
                + (at == null ? "" : ", " + at) + ". Look at it again, and send If-Match: " + now + ".";
        return new WebApplicationException(
                detail,
                Response.fromResponse(Problems.answer(Problem.of(412, "Changed meanwhile", detail)))
                        .header(HttpHeaders.ETAG, now)
                        .build());
    }
}
