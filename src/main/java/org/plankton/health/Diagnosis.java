package org.plankton.health;

/**
 * Something that was looked at, and how it is, for whoever operates the service.
 *
 * @param subject what was looked at, in a few words
 * @param observation what was seen
 * @param remedy what is to be done; empty if nothing is
 */
public record Diagnosis(String subject, Severity severity, String observation, String remedy) {
    /** How bad it is. */
    public enum Severity {
        WELL,
        /** It works, but not as well as it could, or not for everybody; or it could not be looked at. */
        WARNING,
        /** It does not work, or what was acknowledged may be lost. */
        TROUBLE
    }

    public static Diagnosis well(String subject, String observation) {
        return new Diagnosis(subject, Severity.WELL, observation, "");
    }

    public static Diagnosis warning(String subject, String observation, String remedy) {
        return new Diagnosis(subject, Severity.WARNING, observation, remedy);
    }

    public static Diagnosis trouble(String subject, String observation, String remedy) {
        return new Diagnosis(subject, Severity.TROUBLE, observation, remedy);
    }

    /** Well if that is so, else otherwise. */
    public static Diagnosis when(boolean isSo, String subject, String observation, Severity else_, String remedy) {
        return isSo ? well(subject, observation) : new Diagnosis(subject, else_, observation, remedy);
    }
}
