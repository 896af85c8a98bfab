/** What is counted, and under which name. One writer a counter: the worker that owns the port. */
package io.ringlane.dataplane.counter;
