package io.pulsefleet.hub.socket;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What stands in the fields of the server's own objects. */
final class Inside {

    private Inside() {}

    /** Of its class or of one above; empty where there is no such field, or nothing in it. */
    static Optional<Object> of(Object one, String field) throws IllegalAccessException {
        var found = find(one, field);
        return found.isEmpty() ? Optional.empty() : Optional.ofNullable(read(one, found.get()));
    }

    /** What the last of these fields holds, each in what the one before holds. */
    static Optional<Object> path(Object from, String... fields) throws IllegalAccessException {
        var at = Optional.of(from);
        for (var field : fields) {
            at = at.isEmpty() ? at : of(at.get(), field);
        }
        return at;
    }

    static boolean has(Object one, String field) {
        return find(one, field).isPresent();
    }

    /** @throws NoSuchFieldException neither its class nor one above has it */
    static void set(Object one, String field, Object value) throws ReflectiveOperationException {
        var found = find(one, field).orElseThrow(() -> new NoSuchFieldException(one.getClass() + "." + field));
        found.setAccessible(true);
        found.set(one, value);
    }

    private static Optional<Field> find(Object one, String field) {
        return Stream.<Class<?>>iterate(one.getClass(), type -> type != Object.class, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(candidate -> candidate.getName().equals(field))
                .findFirst();
    }

    private static Object read(Object one, Field field) throws IllegalAccessException {
        field.setAccessible(true);
        return field.get(one);
    }
}
