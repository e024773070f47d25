package org.plankton.registry.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Goes through lists, piece by piece, again and again. One that was broken off goes on behind where that was, and ends
 * there, so that what breaks it off each time keeps nothing else from its turn.
 */
final class Rounds<T> {
    /** Of how many lists it is remembered how far it went; others begin anew. */
    private static final int LISTS = 10_000;

    private final int piece;
    private final Map<String, Progress<T>> reached = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Progress<T>> eldest) {
            return size() > LISTS;
        }
    });

    /**
     * @param last behind which it goes on; null: from the first
     * @param end with which it ends; null: with the last there is
     * @param isBehindEnd whether it is still to come to the last there is, and to the first
     */
    private record Progress<T>(T last, T end, boolean isBehindEnd) {
        static <T> Progress<T> none() {
            return new Progress<>(null, null, false);
        }

        static <T> Progress<T> brokenOff(T by) {
            return new Progress<>(by, by, true);
        }

        Progress<T> behind(T one) {
            return new Progress<>(one, end, isBehindEnd);
        }

        Progress<T> fromFirst() {
            return new Progress<>(null, end, false);
        }

        boolean endsWith(T one) {
            return !isBehindEnd && one.equals(end);
        }
    }

    /** @param piece of how many entries at most; one that has fewer is its list's last */
    Rounds(int piece) {
        this.piece = piece;
    }

    /**
     * Goes through the next piece of one of them, and if that is the last to the first. If {@code work} throws, the
     * rest is left to the next time.
     *
     * @param of which list
     * @param behind gives the piece behind that entry; null: the first
     * @return whether a round is over, and the next time begins another
     */
    boolean go(String of, Function<T, List<T>> behind, Consumer<T> work) {
        Progress<T> progress = reached.getOrDefault(of, Progress.none());
        while (true) {
            List<T> some = behind.apply(progress.last);
            for (T one : some) {
                work(of, one, work);
                if (progress.endsWith(one)) {
                    reached.remove(of);
                    return true;
                }
            }
            if (some.size() == piece) {
                reached.put(of, progress.behind(some.get(piece - 1)));
                return false;
            }
            if (!progress.isBehindEnd) {
                reached.remove(of);
                return true;
            }
            progress = progress.fromFirst();
        }
    }

    private void work(String of, T one, Consumer<T> work) {
        try {
            work.accept(one);
        } catch (RuntimeException e) {
            reached.put(of, Progress.brokenOff(one));
            throw e;
        }
    }
}
