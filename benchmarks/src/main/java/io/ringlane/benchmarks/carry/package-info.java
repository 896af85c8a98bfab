/**
 * Carrying bytes between two parties of one process: two instances through the plane, beside Netty's LocalChannel and
 * sockets over the loopback interface.
 * <p>
 * Everyone does the same work: the sender has a frame in an array of its own and hands a copy over, the receiver copies it
 * into an array of its own and checks it. Each fork loads one way only.
 */
package io.ringlane.benchmarks.carry;
