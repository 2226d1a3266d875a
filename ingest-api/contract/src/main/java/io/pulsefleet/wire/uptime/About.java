package io.pulsefleet.wire.uptime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field of a check is for, and what it may be, for whoever fills it in. The record's constructor is what refuses; a test
 * tries every limit that is told here against it.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface About {

    String value();

    boolean isRequired() default false;

    /** What it is when it is left out, as it would be written; empty: nothing. */
    String usual() default "";

    long least() default Long.MIN_VALUE;

    long most() default Long.MAX_VALUE;

    /** Characters; 0: that depends. */
    int longest() default 0;

    /** None: whatever fits. */
    String[] oneOf() default {};
}
