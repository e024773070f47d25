package org.plankton.faults;

/** Waiting for threads, by those who cannot be interrupted. */
final class Threads {
    private Threads() {}

    /** Until it has ended; whoever interrupts the caller meanwhile is heard afterwards. */
    static void join(Thread thread) {
        boolean isInterrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
