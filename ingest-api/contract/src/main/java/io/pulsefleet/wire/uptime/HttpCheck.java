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
 * @param redirects how many are followed, at most 20; 0: none, and the redirect is the answer; 5 when it is left out
 * @param proxy {@code http://host:port}; null: none
 * @param family {@code any}, {@code 4} or {@code 6}: over which Internet protocol
 * @param version {@code 1.1} or {@code 2}: the HTTP that is spoken; 1.1 when it is left out
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
        @About(value = "What is asked for: http://... or https://...", isRequired = true, longest = 4_000)
        String url,

        @About(value = "The method.", usual = "GET") String method,

        @About(value = "Headers, as they are sent.", most = 50)
        Map<String, String> headers,

        @About(value = "Sent as it is.", longest = 1 << 20) String body,

        @About(value = "For Basic authentication.", longest = 500)
        String user,

        @About(value = "Of that user; best a secret.", longest = 2_000)
        String password,

        @About(
                value = "So many are followed; 0: none, and the redirect is the answer.",
                usual = "5",
                least = 0,
                most = 20)
        Integer redirects,

        @About("http://host:port") String proxy,

        @About(
                value = "Over which Internet protocol.",
                usual = "any",
                oneOf = {"any", "4", "6"})
        String family,

        @About(
                value = "The HTTP that is offered.",
                usual = "1.1",
                oneOf = {"1.1", "2"})
        String version,

        @About(
                value =
                        "public: the certificates that Java trusts; any: whatever is shown, also an expired one; or PEM text of CAs.",
                usual = "public")
        String trust,

        @About("PEM text of a client's certificate, with its chain.")
        String certificate,

        @About("PEM text of its key, PKCS #8; best a secret.")
        String key,

        @About(value = "Whether the connection of the probe before may be used again.", usual = "false")
        Boolean keepAlive,

        @About(value = "So many bytes of an answer are read.", usual = "1048576", least = 1, most = HttpCheck.LARGEST)
        Integer largest,

        @About(value = "What the answer must be; all must hold.", most = Assertion.MOST, usual = "status in 200-399")
        List<String> assertions)
        implements Check {

    public static final int LARGEST = 16 << 20;

    private static final int USUAL_LARGEST = 1 << 20;
    private static final int LARGEST_BODY = 1 << 20;
    private static final int MOST_REDIRECTS = 20;
    private static final int USUAL_REDIRECTS = 5;

    public HttpCheck {
        Fields.httpUrl("url", url);
        if (method != null && (!Fields.isToken(method) || method.equals("CONNECT"))) {
            throw Fields.refused("method", "'" + method + "' is no method");
        }
        headers = headers == null ? Map.of() : Map.copyOf(headers);
        Fields.headers(headers);
        Fields.longest("body", body, LARGEST_BODY);
        Fields.longest("user", user, 500);
        Fields.longest("password", password, 2_000);
        if (user != null && user.contains(":")) {
            throw Fields.refused("user", "must have no colon");
        }
        if (password != null && user == null) {
            throw Fields.refused("user", "is missing beside the password");
        }
        Fields.within("redirects", redirects, 0, MOST_REDIRECTS);
        Fields.proxy(proxy);
        Fields.family(family);
        Fields.oneOf("version", version, List.of("1.1", "2"));
        Fields.trust(trust);
        Fields.certificates("certificate", certificate);
        Fields.key("key", key);
        if ((certificate == null) != (key == null)) {
            throw Fields.refused(
                    certificate == null ? "certificate" : "key", "is missing; a certificate needs its key");
        }
        Fields.within("largest", largest, 1, LARGEST);
        assertions = Required.list("assertions", assertions);
        Assertion.all(assertions, Subject.OF_HTTP);
    }

    public String methodSent() {
        return method == null ? "GET" : method;
    }

    public int redirectsFollowed() {
        return redirects == null ? USUAL_REDIRECTS : redirects;
    }

    public int largestRead() {
        return largest == null ? USUAL_LARGEST : largest;
    }

    @Override
    public List<Assertion> expectations() {
        return Assertion.all(assertions.isEmpty() ? List.of("status in 200-399") : assertions, Subject.OF_HTTP);
    }
}
