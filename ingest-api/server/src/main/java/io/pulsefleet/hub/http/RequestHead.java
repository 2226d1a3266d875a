package io.pulsefleet.hub.http;

import io.pulsefleet.wire.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** What must be as the standards say before a request can be looked at: RFC 3986 for its address, RFC 9110 for its types. */
final class RequestHead {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** A type, and what may stand behind it. */
    private static final Pattern MEDIA_TYPE = Pattern.compile(TOKEN + "/" + TOKEN + "\\s*(;[^,]*)?");

    /** Nothing that would have to be looked at more closely. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._~-]*");

    private RequestHead() {}

    /**
     * @param query null: none
     * @param contentType null: none
     * @param accept null: none
     */
    static Optional<Problem> problemOf(String path, String query, String contentType, String accept) {
        if (!isAddress(path, query)) {
            return Optional.of(Problem.of(
                    400,
                    "Bad request",
                    "The address holds characters that must be written as %XX, a % without two hexadecimal digits, or what is not"
                            + " UTF-8."));
        }
        if (contentType != null && !isMediaType(contentType)) {
            return Optional.of(
                    Problem.of(415, "Unsupported Media Type", "The header Content-Type names no media type."));
        }
        if (accept != null && !areMediaTypes(accept)) {
            return Optional.of(Problem.of(400, "Bad request", "The header Accept names no media type."));
        }
        return Optional.empty();
    }

    private static boolean isAddress(String path, String query) {
        if (query == null && PLAIN.matcher(path).matches()) {
            return true;
        }
        try {
            return isUtf8(new URI(query == null ? path : path + "?" + query).toASCIIString());
        } catch (URISyntaxException none) {
            return false;
        }
    }

    /** @param address in which each % has its two digits */
    private static boolean isUtf8(String address) {
        if (address.indexOf('%') < 0) {
            return true;
        }
        var bytes = ByteBuffer.allocate(address.length());
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) == '%') {
                bytes.put((byte) Integer.parseInt(address, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.put((byte) address.charAt(i));
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            return true;
        } catch (CharacterCodingException none) {
            return false;
        }
    }

    private static boolean isMediaType(String text) {
        return MEDIA_TYPE.matcher(text.strip()).matches();
    }

    /** A list may be empty, and so may its parts. */
    private static boolean areMediaTypes(String text) {
        for (var part : text.split(",", -1)) {
            if (!part.isBlank() && !isMediaType(part)) {
                return false;
            }
        }
        return true;
    }
}
