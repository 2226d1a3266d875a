package io.pulsefleet.agent.collect.plugins;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A server as a setting names it: {@code shop https://localhost:9443/metrics user=monitor password-file=/etc/shop ca=/etc/ca.pem}.
 *
 * @param every empty where it is asked whenever the job is rung for
 * @param ca certificates of those who may have signed its own, of https only; those that Java knows where it is empty
 */
record EndPointLine(
        String name,
        URI url,
        String user,
        String password,
        Optional<Path> passwordFile,
        Optional<Path> ca,
        Optional<Duration> every,
        Optional<Duration> timeout) {

    private static final String USUAL_JMX = "service:jmx:rmi:///jndi/rmi://";

    /** @throws IllegalArgumentException that names what cannot be understood, and never a password */
    static List<EndPointLine> allOf(String text) {
        return Words.each(text, EndPointLine::of, EndPointLine::name);
    }

    boolean isJmx() {
        return "jmx".equals(url.getScheme());
    }

    private static EndPointLine of(String text) {
        var words = Words.of(text);
        if (words.size() < 2) {
            throw new IllegalArgumentException("'" + words.get(0) + "' has no address");
        }
        var name = Words.name(words.get(0));
        var user = "";
        var password = "";
        Optional<Path> passwordFile = Optional.empty();
        Optional<Path> ca = Optional.empty();
        Optional<Duration> every = Optional.empty();
        Optional<Duration> timeout = Optional.empty();
        for (var word : words.subList(2, words.size())) {
            var parts = word.split("=", 2);
            var value = parts.length > 1 ? parts[1] : "";
            switch (parts[0]) {
                case "user" -> user = value;
                case "password" -> password = value;
                case "password-file" ->
                    passwordFile = Optional.of(Path.of(value).toAbsolutePath());
                case "ca" -> ca = Optional.of(Path.of(value).toAbsolutePath());
                case "every" -> every = Optional.of(Words.every(value));
                case "timeout" -> timeout = Optional.of(PluginsConfig.readTimeout(value));
                default ->
                    throw new IllegalArgumentException(name + ": '" + parts[0]
                            + "' is none of user=, password=, password-file=, ca=, every=, timeout=");
            }
        }
        var url = url(name, words.get(1));
        if (ca.isPresent() && !"https".equals(url.getScheme())) {
            throw new IllegalArgumentException(name + ": ca= is for https:// only"
                    + ("jmx".equals(url.getScheme())
                            ? "; over JMX the agent's own trust store counts: -Djavax.net.ssl.trustStore= in its jvm.options"
                            : ""));
        }
        return new EndPointLine(name, url, user, password, passwordFile, ca, every, timeout);
    }

    private static URI url(String name, String text) {
        var short_ = text.startsWith(USUAL_JMX) && text.endsWith("/jmxrmi")
                ? "jmx://" + text.substring(USUAL_JMX.length(), text.length() - "/jmxrmi".length())
                : text;
        var url = URI.create(short_);
        var isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        var isJmx = "jmx".equals(url.getScheme()) && url.getPort() > 0;
        if (url.getHost() == null || url.getUserInfo() != null || !(isHttp || isJmx)) {
            throw new IllegalArgumentException(name
                    + ": its address is none of http://host/path, https://host/path, jmx://host:port, " + USUAL_JMX
                    + "host:port/jmxrmi");
        }
        return url;
    }

    @Override
    public String toString() {
        return name + " " + url;
    }
}
