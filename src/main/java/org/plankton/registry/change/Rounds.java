package org.plankton.registry.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Goes through lists, again and again. One that was broken off is begun behind where that was, and ends there, so that
 * what breaks it off each time keeps nothing else from its turn.
 */
final class Rounds<T> {
    /** Of how many lists it is remembered where they were broken off; others begin with their first. */
    private static final int LISTS = 10_000;

    private final int atOnce;
    private final Map<String, T> brokenOff = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > LISTS;
        }
    });

    /** @param atOnce a piece of a list that has fewer is its last */
    Rounds(int atOnce) {
        this.atOnce = atOnce;
    }

    /**
     * Goes through one of them once. If {@code work} throws, the rest is left to the next time.
     *
     * @param of which list
     * @param behind gives its next piece, behind that entry; null: from the first
     */
    void go(String of, Function<T, List<T>> behind, Consumer<T> work) {
        T from = brokenOff.get(of);
        T last = from;
        boolean isFromFirst = from == null;
        while (true) {
            List<T> some = behind.apply(last);
            for (T one : some) {
                last = one;
                work(of, one, work);
                if (isFromFirst && one.equals(from)) {
                    brokenOff.remove(of);
                    return;
                }
            }
            if (some.size() < atOnce) {
                if (isFromFirst) {
                    brokenOff.remove(of);
                    return;
                }
                isFromFirst = true;
                last = null;
            }
        }
    }

    private void work(String of, T one, Consumer<T> work) {
        try {
            work.accept(one);
        } catch (RuntimeException e) {
            brokenOff.put(of, one);
            throw e;
        }
    }
}
