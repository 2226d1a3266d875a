package io.pulsefleet.cli;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command's parameters as they are typed, and what they mean by the host's own description. */
final class Arguments {

    private final Map<String, Json> known = new LinkedHashMap<>();
    private final Map<String, Object> data = new LinkedHashMap<>();
    private final Terminal terminal;

    private Arguments(Json parameters, Terminal terminal) {
        parameters.list().forEach(one -> known.put(one.get("name").text(), one));
        this.terminal = terminal;
    }

    /**
     * @param parameters as the host describes them
     * @param given each {@code name=value}, {@code name.KEY=value} of a map, or {@code name=@FILE}
     * @throws RefusedException that names the parameter, and what to do
     */
    static Map<String, Object> of(Json parameters, List<String> given, Terminal terminal) {
        var arguments = new Arguments(parameters, terminal);
        given.forEach(arguments::take);
        return arguments.data;
    }

    private void take(String given) {
        var equals = given.indexOf('=');
        if (equals < 1) {
            throw wrong(given, "must be name=value");
        }
        var dot = given.substring(0, equals).indexOf('.');
        var name = given.substring(0, dot < 0 ? equals : dot);
        var parameter = known.get(name);
        if (parameter == null) {
            throw wrong(name, "there is no such parameter; there are " + known.keySet());
        }
        var value = given.substring(equals + 1);
        var isElsewhere = value.startsWith("@");
        if (parameter.get("secret").isTrue() && !isElsewhere) {
            throw wrong(
                    name, "is secret, and all users of this host see arguments: give it as " + name + "=@FILE or =@-");
        }
        var text = isElsewhere ? read(name, value.substring(1)) : value;
        if (dot < 0) {
            put(name, typed(parameter, text));
        } else {
            putInto(parameter, given.substring(dot + 1, equals), text);
        }
    }

    private void put(String name, Object value) {
        if (data.putIfAbsent(name, value) != null) {
            throw wrong(name, "is given twice");
        }
    }

    private void putInto(Json parameter, String key, String value) {
        var name = parameter.get("name").text();
        if (!parameter.get("type").text().equals("map")) {
            throw wrong(name, "is no map, and has nothing in it called " + key);
        }
        var map = new LinkedHashMap<String, Object>();
        if (data.get(name) instanceof Map<?, ?> before) {
            before.forEach((one, other) -> map.put(String.valueOf(one), other));
        }
        map.put(key, value);
        data.put(name, map);
    }

    private static Object typed(Json parameter, String text) {
        var name = parameter.get("name").text();
        return switch (parameter.get("type").text()) {
            case "number" -> {
                if (!text.matches("-?[0-9]{1,30}")) {
                    throw wrong(name, "must be a whole number");
                }
                yield new BigInteger(text);
            }
            case "boolean" -> {
                if (!text.equals("true") && !text.equals("false")) {
                    throw wrong(name, "must be true or false");
                }
                yield text.equals("true");
            }
            case "map" ->
                Json.of(text)
                        .map(Json::value)
                        .filter(Map.class::isInstance)
                        .orElseThrow(() -> wrong(name, "must be a JSON object, or " + name + ".KEY=value"));
            default -> text;
        };
    }

    private String read(String name, String file) {
        try {
            return terminal.read(file).stripTrailing();
        } catch (RefusedException cannot) {
            throw new RefusedException(Exit.WRONG, name + ": " + cannot.getMessage(), cannot);
        }
    }

    private static RefusedException wrong(String name, String why) {
        return new RefusedException(Exit.WRONG, name + ": " + why);
    }
}
