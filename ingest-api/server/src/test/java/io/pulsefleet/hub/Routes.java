package io.pulsefleet.hub;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** All routes that the hub has, found in its classes. */
public final class Routes {

    private Routes() {}

    /** @param path below {@code /api/v1}, with what stands for parts of it in braces */
    public record Route(String verb, String path, Method method) {

        public boolean isOpen() {
            return method.isAnnotationPresent(PermitAll.class);
        }

        /** None: nobody said. */
        public List<String> roles() {
            var roles = method.getAnnotation(RolesAllowed.class);
            return roles == null ? List.of() : List.of(roles.value());
        }

        public boolean hasBody() {
            return List.of("POST", "PUT", "PATCH").contains(verb);
        }

        public boolean changesSomething() {
            return !verb.equals("GET");
        }

        /** With something in the place of each part that is well said and that nobody has. */
        public String filled() {
            return filled(UUID.randomUUID().toString());
        }

        /** @param id in the place of {@code {id}} */
        public String filled(String id) {
            return path.replace("{id}", id)
                    .replace("{segment}", "s-1")
                    .replace("{test}", UUID.randomUUID().toString())
                    .replace("{trial}", UUID.randomUUID().toString())
                    .replace("{session}", UUID.randomUUID().toString())
                    .replace("{command}", UUID.randomUUID().toString())
                    .replace("{job}", "none")
                    .replace("{target}", "main")
                    .replace("{queryid}", "1")
                    .replace("{kind}", "settings")
                    .replaceAll("\\{layer:[^}]*}", "global")
                    .replaceAll("\\{id:[^}]*}", "1")
                    .replaceAll("\\{(dashboard|monitor|window)}", "1")
                    .replaceAll("\\{\\w+}", "none");
        }

        @Override
        public String toString() {
            return verb + " " + path;
        }
    }

    /** By path. */
    public static List<Route> all() {
        return new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("io.pulsefleet.hub").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(type -> of(type.reflect()))
                        .sorted(Comparator.comparing(Route::path).thenComparing(Route::verb))
                        .toList();
    }

    private static Stream<Route> of(Class<?> type) {
        return Stream.of(type.getMethods())
                .flatMap(method -> Stream.of(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .filter(http -> http != null)
                        .map(http -> new Route(http.value(), path(type, method), method)));
    }

    private static String path(Class<?> type, Method method) {
        var path = type.getAnnotation(Path.class).value();
        var below = method.getAnnotation(Path.class);
        return below == null ? path : path + "/" + below.value();
    }
}
