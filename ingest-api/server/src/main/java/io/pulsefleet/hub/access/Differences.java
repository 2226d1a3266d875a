package io.pulsefleet.hub.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What differs between two forms.
 *
 * <pre>{@code
 * {"before": {"retries": 1}, "after": {"retries": 3}}
 * }</pre>
 *
 * <p>What may be a secret stands as {@code ***}, by its name or by how it looks; that it was changed is told all the same.
 */
final class Differences {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String HIDDEN = "***";
    private static final String OTHER = "*** (another)";
    private static final int LONGEST_TEXT = 2_000;

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(passw|passphrase|passcode|passkey|secret|token|credential|authorization|cookie|auth|private|push_?path"
                    + "|(api|access|account|client|crypt|encryption|license|master|service|shared|signing|ssh|storage)[._-]?key).*"
                    + "|key|hash");

    /** As one of the words of a name: {@code dbPass}, {@code DB_PWD}, {@code smtp.pass}, and not {@code bypass}. */
    private static final Set<String> SECRET_WORDS =
            Set.of("pass", "pwd", "passwd", "pswd", "psw", "pw", "cred", "creds", "jwt", "otp", "pin", "sas", "bearer");

    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    /** {@code pulse_...}, {@code Bearer ...}, {@code //user:password@host}, {@code password=...}, a PEM. */
    private static final Pattern SECRET_LOOK = Pattern.compile(
            "pulse_[A-Za-z0-9_-]{16,}|(?i:(bearer|basic) +[A-Za-z0-9._~+/=-]+)|(?<=//)[^/@\\s:]*:[^/@\\s]+(?=@)"
                    + "|(?i:(?<=[?&;\\s](password|passwd|pwd|token|secret|key|api_key|access_token)=)[^&;\\s]+)"
                    + "|\"(?i:password|passwd|token|secret|key|api_key)\"\\s*:\\s*\"[^\"]*\""
                    + "|-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*|/push/[A-Za-z0-9_-]+");

    /** These change by themselves, or with each change. */
    private static final Set<String> OF_NO_INTEREST = Set.of(
            "seen",
            "state",
            "since",
            "reason",
            "next",
            "revision",
            "changed_at",
            "changedAt",
            "changed_by",
            "changedBy");

    private Differences() {}

    /** A missing one was not there. */
    static JsonNode between(JsonNode before, JsonNode after) {
        var differing = NODES.objectNode();
        if (before.isObject() && after.isObject()) {
            var was = NODES.objectNode();
            var is = NODES.objectNode();
            for (var name : namesOf(before, after)) {
                if (!before.path(name).equals(after.path(name))) {
                    put(was, name, without(before.path(name), after.path(name)), false);
                    put(is, name, without(after.path(name), before.path(name)), before.has(name));
                }
            }
            differing.set("before", was);
            differing.set("after", is);
            return differing;
        }
        if (!before.isMissingNode()) {
            differing.set("before", plain("", before));
        }
        if (!after.isMissingNode()) {
            differing.set("after", plain("", after));
        }
        return differing;
    }

    /** Of two lists what only this one has. */
    private static JsonNode without(JsonNode list, JsonNode other) {
        if (!(list.isArray() && other.isArray())) {
            return list;
        }
        var common = new HashSet<JsonNode>();
        other.forEach(common::add);
        var only = NODES.arrayNode();
        for (var one : list) {
            if (!common.contains(one)) {
                only.add(one);
            }
        }
        return only;
    }

    private static Set<String> namesOf(JsonNode before, JsonNode after) {
        var names = new TreeSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.removeAll(OF_NO_INTEREST);
        return names;
    }

    /** That a secret is another is seen, and not what it is. */
    private static void put(ObjectNode into, String name, JsonNode value, boolean wasThere) {
        if (!value.isMissingNode()) {
            var plain = plain(name, value);
            into.set(name, wasThere && plain.asText().equals(HIDDEN) ? NODES.textNode(OTHER) : plain);
        }
    }

    private static JsonNode plain(String name, JsonNode value) {
        if (value instanceof ObjectNode object) {
            var plain = NODES.objectNode();
            object.properties().stream()
                    .filter(field -> !OF_NO_INTEREST.contains(field.getKey()))
                    .forEach(field ->
                            plain.set(field.getKey(), plain(isSecret(name) ? name : field.getKey(), field.getValue())));
            return plain;
        }
        if (value instanceof ArrayNode array) {
            var plain = NODES.arrayNode();
            array.forEach(one -> plain.add(plain(name, one)));
            return plain;
        }
        if (value.isNull() || value.isBoolean()) {
            return value;
        }
        if (isSecret(name) && !isState(value)) {
            return NODES.textNode(HIDDEN);
        }
        return value.isTextual() ? NODES.textNode(plain(value.textValue())) : value;
    }

    private static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name).matches()
                || BETWEEN_WORDS
                        .splitAsStream(name)
                        .anyMatch(word -> SECRET_WORDS.contains(word.toLowerCase(Locale.ROOT)));
    }

    /** Of a password some forms say only whether there is one. */
    private static boolean isState(JsonNode value) {
        return Set.of("set", "none", "key_missing", "damaged").contains(value.asText());
    }

    private static String plain(String text) {
        var hidden = SECRET_LOOK.matcher(text).replaceAll(HIDDEN);
        return hidden.length() <= LONGEST_TEXT ? hidden : hidden.substring(0, LONGEST_TEXT) + "...";
    }
}
