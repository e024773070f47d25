package org.plankton.registry.image;

import java.time.Duration;
import java.util.Optional;

/**
 * A request that will not be carried out, and the kind of reason; each wire has its own status and words for a kind.
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Kind {
        /** What was asked for is malformed or contradicts itself or the facts. */
        BAD_REQUEST,
        /** A registration that names no location. */
        NO_LOCATION,
        /** There is no object at the location, or none that the caller may read: which of the two is not told. */
        NO_OBJECT,
        /** No token, or none that the identity service accepts. */
        UNAUTHORIZED,
        /** What is said of the bytes at a location is not so. */
        MISMATCH,
        /** The caller may not do this to that image. */
        FORBIDDEN,
        /** The caller may not even see that image. */
        HIDDEN,
        /** No such image. */
        NOT_FOUND,
        /** Something else is there already, or another change of the same thing came first. */
        CONFLICT,
        /** What the caller has last seen is not so any longer, or not there. */
        STALE,
        /** More members or bytes than an image may have, or than there is room for. */
        OVER_LIMIT,
        /** More properties than an image may have. */
        TOO_MANY_PROPERTIES,
        /** The bytes, or the body, are of another type than they should be. */
        UNSUPPORTED,
        /** None of the bytes that are asked for is there. */
        OUT_OF_RANGE,
        /** What the client sends comes more slowly than it is waited for. */
        TOO_SLOW,
        /** The account asks for more, or more often, than one may. */
        TOO_MANY_REQUESTS,
        /** A party that is needed for the answer does not answer. */
        UNAVAILABLE
    }

    private final Kind kind;
    private final boolean isAnswer;
    private final boolean isSpent;
    private final Duration retryAfter;

    /** @param message what is wrong and how to mend it, for the client's eyes: no token, no address of a backend */
    public Fault(Kind kind, String message) {
        this(kind, message, null);
    }

    /** @param cause for the log only, or null */
    public Fault(Kind kind, String message, Throwable cause) {
        this(kind, message, cause, false, false, null);
    }

    private Fault(Kind kind, String message, Throwable cause, boolean isAnswer, boolean isSpent, Duration retryAfter) {
        super(message, cause);
        this.kind = kind;
        this.isAnswer = isAnswer;
        this.isSpent = isSpent;
        this.retryAfter = retryAfter;
    }

    /** UNAVAILABLE, since a party has answered, but not as it should. It may have done what it was asked. */
    public static Fault misanswered(String message) {
        return misanswered(message, null);
    }

    /** @param cause for the log only, or null */
    public static Fault misanswered(String message, Throwable cause) {
        return new Fault(Kind.UNAVAILABLE, message, cause, true, false, null);
    }

    /**
     * UNAVAILABLE, after all the time that there was for it.
     *
     * @param cause for the log only, or null
     */
    public static Fault spent(String message, Throwable cause) {
        return new Fault(Kind.UNAVAILABLE, message, cause, false, true, null);
    }

    /** TOO_MANY_REQUESTS, and when it is worth asking again. */
    public static Fault tooManyRequests(String message, Duration retryAfter) {
        return new Fault(Kind.TOO_MANY_REQUESTS, message, null, false, false, retryAfter);
    }

    public static Fault badRequest(String message) {
        return new Fault(Kind.BAD_REQUEST, message);
    }

    public Kind kind() {
        return kind;
    }

    /** How long to wait before the same is asked again; empty if it is not known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether a party has not answered, and so may even do later what it was asked. */
    public boolean isOpen() {
        return kind == Kind.UNAVAILABLE && !isAnswer;
    }

    /** Whether all the time that there was for it has gone, so that the same would take as long again. */
    public boolean isSpent() {
        return isSpent;
    }
}
