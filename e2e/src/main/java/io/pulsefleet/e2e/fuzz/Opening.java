package io.pulsefleet.e2e.fuzz;

import io.pulsefleet.wire.channel.Channel;
import java.util.LinkedHashMap;
import java.util.List;

/** The request that makes a connection a WebSocket (RFC 6455, 4.1): most often as it should be. */
final class Opening {

    private Opening() {}

    /** @param header that is shown; empty: none */
    static String text(Garble garble, String header) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Host", "localhost");
        headers.put("Upgrade", "websocket");
        headers.put("Connection", "Upgrade");
        headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        headers.put("Sec-WebSocket-Version", "13");
        var line = "GET " + garble.oneOf(List.of(Channel.PATH, Channel.INNER_PATH));
        if (garble.oneIn(8)) {
            switch (garble.below(8)) {
                case 0 -> headers.put("Sec-WebSocket-Version", garble.oneOf(List.of("0", "8", "14", "x", "")));
                case 1 -> headers.remove("Sec-WebSocket-Key");
                case 2 -> headers.put("Sec-WebSocket-Key", garble.headerWord());
                case 3 -> headers.put("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
                case 4 -> headers.put("Sec-WebSocket-Protocol", garble.headerWord());
                case 5 -> line = garble.oneOf(List.of("POST ", "HEAD ", "PUT ")) + Channel.PATH;
                case 6 -> line += garble.oneOf(List.of("/", "/x", "?a=b", ";a=b", "/../agent"));
                default -> headers.putAll(garble.headers());
            }
            headers.put("Content-Length", "0");
        }
        var text = new StringBuilder(line).append(" HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append(header)
                .append(header.isEmpty() ? "\r\n" : "\r\n\r\n")
                .toString();
    }
}
