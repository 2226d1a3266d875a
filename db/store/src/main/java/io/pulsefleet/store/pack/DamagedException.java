package io.pulsefleet.store.pack;

/** Packed bytes that no packing wrote: cut, garbled, or of a later version. What they held cannot be told. */
public final class DamagedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DamagedException(String what) {
        super(what);
    }

    DamagedException(String what, Throwable cause) {
        super(what + ": " + cause.getMessage(), cause);
    }
}
