package io.ringlane.cloud.state;

import java.util.Arrays;

/** What a decision has read, as {@link Dependency} numbers, each once. One thread. */
public final class Reads {

    private static final int FEW = 32;

    private static final RouteRead[] NO_ROUTES = {};

    private long[] numbers;
    private int count;
    private RouteRead[] routes = NO_ROUTES;

    /** Room for those of most decisions. */
    public Reads() {
        this(FEW);
    }

    /** @param capacity how many there is room for without growing, 1 or more */
    public Reads(int capacity) {
        numbers = new long[capacity];
    }

    /** Forgets everything. */
    public void clear() {
        count = 0;
        routes = NO_ROUTES;
    }

    /** Whether one is noted. */
    public boolean contains(long dependency) {
        for (int i = 0; i < count; i++) {
            if (numbers[i] == dependency) {
                return true;
            }
        }
        return false;
    }

    /** Notes one; false if it was noted already. */
    public boolean add(long dependency) {
        if (contains(dependency)) {
            return false;
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = dependency;
        return true;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** One of them, from 0. */
    public long get(int index) {
        return numbers[index];
    }

    /** Notes what a route table said; that it was asked is noted by number. */
    public void addRoute(RouteRead route) {
        routes = Arrays.copyOf(routes, routes.length + 1);
        routes[routes.length - 1] = route;
    }

    /** What route tables said, in the order in which they were asked. Not to be changed. */
    public RouteRead[] routes() {
        return routes;
    }
}
