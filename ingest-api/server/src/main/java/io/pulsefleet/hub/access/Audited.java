package io.pulsefleet.hub.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a request to this method is called in the audit log: the thing and the verb. The object is the thing and the path's
 * parameters, as {@code monitor/17}; what was changed tells {@link Changes}.
 *
 * <pre>{@code
 * @PATCH
 * @Path("{monitor}")
 * @RolesAllowed(Caller.ADMIN)
 * @Audited("monitor.change")
 * }</pre>
 *
 * <p>A method that changes something and is not audited fails the build, unless {@code AuditedRoutesTest} names it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Audited {
    String value();
}
