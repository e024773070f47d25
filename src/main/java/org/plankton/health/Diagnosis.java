package org.plankton.health;

/**
 * Something that was looked at, and how it is, for whoever operates the service.
 *
 * @param subject what was looked at, in a few words
 * @param observation what was seen
 * @param remedy what is to be done, or what it takes to look at it; empty if nothing
 */
public record Diagnosis(String subject, Severity severity, String observation, String remedy) {
    /** How bad it is. */
    public enum Severity {
        WELL,
        /** It was not looked at, for want of what the remedy says; nothing is known to be amiss. */
        SKIPPED,
        /** It works, but not as well as it could, or not for everybody; or it could not be looked at. */
        WARNING,
        /** It does not work, or what was acknowledged may be lost. */
        TROUBLE;

        /** Whether anything is to be done. */
        public boolean isAmiss() {
            return this == WARNING || this == TROUBLE;
        }
    }

    public static Diagnosis well(String subject, String observation) {
        return new Diagnosis(subject, Severity.WELL, observation, "");
    }

    /** @param reason why it was not looked at */
    public static Diagnosis skipped(String subject, String reason, String remedy) {
        return new Diagnosis(subject, Severity.SKIPPED, "not looked at: " + reason, remedy);
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
