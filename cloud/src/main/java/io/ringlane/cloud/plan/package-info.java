/**
 * What a scenario comes to before anything runs: who is placed where and why, what lies between any two instances, and
 * which cap binds there. It decides nothing itself: it asks the placer and the path profiles. One thread at a time.
 */
package io.ringlane.cloud.plan;
