package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.Required;
import java.util.List;
import java.util.Map;

/**
 * A request over HTTP or HTTPS.
 *
 * <pre>
 * {"url": "https://shop.example/health", "assertions": ["status == 200", "json $.status == \"ok\"", "certificate.days > 14"]}
 * </pre>
 *
 * @param method GET when it is left out
 * @param headers as they are sent
 * @param body sent as it is; null: none
 * @param user for Basic authentication; null: none
 * @param redirects how many are followed; 0: none, and the redirect is the answer; 5 when it is left out
 * @param proxy {@code http://host:port}; null: none
 * @param family {@code any}, {@code 4} or {@code 6}: over which Internet protocol
 * @param version {@code 1.1} or {@code 2}: the HTTP that is offered
 * @param trust {@code public}: the certificates that Java trusts; {@code any}: whatever is shown, also an expired one; or
 *     PEM text of CAs
 * @param certificate PEM text of a client's certificate, with its chain; null: none
 * @param key PEM text of its key, PKCS #8; best a secret, {@code ${key}}
 * @param keepAlive whether the connection of the probe before may be used again
 * @param largest how many bytes of an answer are read, at most 16 MiB; 1 MiB when it is left out
 * @param assertions {@code status in 200-399} when they are left out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HttpCheck(
        String url,
        String method,
        Map<String, String> headers,
        String body,
        String user,
        String password,
        Integer redirects,
        String proxy,
        String family,
        String version,
        String trust,
        String certificate,
        String key,
        Boolean keepAlive,
        Integer largest,
        List<String> assertions)
        implements Check {

    public HttpCheck {
        Required.text("url", url, 4_000);
        headers = headers == null ? Map.of() : Map.copyOf(headers);
        assertions = Required.list("assertions", assertions);
    }
}
