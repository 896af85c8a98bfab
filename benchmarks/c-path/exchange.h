/*
 * The packet path of refpath.c under Ringlane's contract, hand-fused: what C takes for the same work. Included by
 * refpath.c.
 *
 * A port is four rte_rings, as an ENA queue pair is: transmit submission and completion, receive submission and
 * completion. Handing a frame over always returns another one; a frame belongs to somebody, and the path looks; both MACs
 * of every packet are looked at; a flow, a sender's line and a receiver's line are charged; flows, ports and totals
 * count packets and bytes. Nothing of it is stubbed: a packet that fails a look is counted and its frame comes home.
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#define PORTS (MAXD + 1)
#define SENDER MAXD
#define PORT_FRAMES 64
#define EXCHANGE_FRAMES ((PORTS + 1) * PORT_FRAMES)

struct port {
	struct rte_ring *tx, *tx_done, *rx, *rx_done;
	struct tb out, in;
	uint64_t mac; /* as its 8 bytes lie in a frame, 2 of them 0 */
	uint64_t sent, sent_bytes, received, received_bytes;
} __rte_cache_aligned;

static struct port ports[PORTS];
static struct rte_mbuf *stack[2 * PORT_FRAMES + 2 * MAXB]; /* the worker's free frames */
static unsigned depth;
static uint64_t foreign, stray, short_of_frames;

#define MAC_MASK 0xffffffffffffull

static struct rte_ring *port_ring(const char *what, unsigned p, unsigned slots)
{
	char nm[32];
	snprintf(nm, sizeof(nm), "%s%u", what, p);
	struct rte_ring *r = rte_ring_create(nm, slots, SOCKET_ID_ANY, RING_F_SP_ENQ | RING_F_SC_DEQ);
	if (!r) {
		fprintf(stderr, "refpath: rte_ring_create: %s\n", rte_strerror(rte_errno));
		exit(2);
	}
	return r;
}

/* Free frames: 64 with the sender, 64 posted by each receiver, 64 with the worker; a line out of reach at each port. */
static void exchange_setup(struct rte_mbuf **frames)
{
	const uint64_t burst = (uint64_t)(1 << 18) << TB_SHIFT;

	for (unsigned p = 0; p < PORTS; p++) {
		struct port *q = &ports[p];
		q->tx = port_ring("tx", p, 256);
		q->tx_done = port_ring("txd", p, 256);
		q->rx = port_ring("rx", p, 256);
		q->rx_done = port_ring("rxd", p, 256);
		q->mac = (0x000000000002ull | (uint64_t)(p + 1) << 40) & MAC_MASK;
		q->out = q->in = (struct tb){.tokens = burst, .last = rte_rdtsc(), .rate = UINT32_MAX, .burst = burst};
		for (unsigned i = 0; i < PORT_FRAMES; i++)
			frames[p * PORT_FRAMES + i]->port = p;
		rte_ring_sp_enqueue_bulk(p == SENDER ? q->tx_done : q->rx, (void **)&frames[p * PORT_FRAMES], PORT_FRAMES,
					 NULL);
	}
	for (unsigned i = 0; i < PORT_FRAMES; i++) {
		stack[depth] = frames[PORTS * PORT_FRAMES + i];
		stack[depth++]->port = PORTS;
	}
}

INLINE uint64_t exchange_path(unsigned B, uint64_t ticks)
{
	struct rte_mbuf *m[MAXB], *free_[MAXB], *out[MAXD][MAXB];
	struct key key[MAXB];
	uint8_t *gt[MAXB];
	uint32_t hv[MAXB];
	struct fused *fp[MAXB];
	unsigned cnt[MAXD] = {0};
	uint64_t seed = 0x2545F4914F6CDD1Dull, done = 0, green = 0;
	struct port *from = &ports[SENDER];
	const uint64_t source = from->mac;

	uint64_t end = rte_rdtsc() + ticks;
	do {
		for (int rounds = 0; rounds < 16; rounds++) {
			/* the sender takes free frames, stamps and transmits them */
			unsigned n = rte_ring_sc_dequeue_burst(from->tx_done, (void **)m, B, NULL);
			for (unsigned i = 0; i < n; i++) {
				uint64_t r = xorshift64(&seed);
				uint32_t f = (uint32_t)(((r >> 32) * nflows) >> 32);
				struct key k = flow_key(f);
				uint8_t *p = rte_pktmbuf_mtod(m[i], uint8_t *);
				uint64_t w = ports[rte_be_to_cpu_32(k.dst) >> 8 & (MAXD - 1)].mac | source << 48;
				uint32_t w2 = (uint32_t)(source >> 16);
				memcpy(p, &w, 8);
				memcpy(p + 8, &w2, 4);
				memcpy(p + 26, &k, 12);
			}
			rte_ring_sp_enqueue_bulk(from->tx, (void **)m, n, NULL);

			/* the card takes them: whose they are, what they are, and free ones in return */
			n = rte_ring_sc_dequeue_burst(from->tx, (void **)m, B, NULL);
			unsigned o = 0, back = 0;
			for (unsigned i = 0; i < n; i++) {
				const uint8_t *p = rte_pktmbuf_mtod(m[i], const uint8_t *);
				const struct rte_ether_hdr *e = (const void *)p;
				const struct rte_ipv4_hdr *h = (const void *)(e + 1);
				unsigned ihl = (h->version_ihl & 15u) * 4u;
				uint64_t src;
				memcpy(&src, p + 6, 8);
				if (unlikely(m[i]->port != SENDER)) {
					foreign++;
					free_[back++] = m[i];
					continue;
				}
				if (unlikely(m[i]->data_len < 42 || (src & MAC_MASK) != source ||
					     e->ether_type != RTE_BE16(RTE_ETHER_TYPE_IPV4) || (h->version_ihl >> 4) != 4 ||
					     ihl < 20 || 14u + rte_be_to_cpu_16(h->total_length) > m[i]->data_len ||
					     (h->fragment_offset & RTE_BE16(0x3fff)) ||
					     (h->next_proto_id != IPPROTO_UDP && h->next_proto_id != IPPROTO_TCP))) {
					bad++;
					free_[back++] = m[i];
					continue;
				}
				const struct rte_udp_hdr *u = (const void *)((const uint8_t *)h + ihl);
				uint64_t w0;
				uint32_t w1;
				memcpy(&w0, &h->src_addr, 8);
				memcpy(&w1, u, 4);
				key[o].w[0] = w0;
				key[o].w[1] = (uint64_t)h->next_proto_id << 32 | w1;
				m[o++] = m[i];
			}
			n = o;
#ifdef RTE_THASH_GFNI_DEFINED
			for (unsigned i = 0; i < n; i++)
				gt[i] = (uint8_t *)&key[i];
			rte_thash_gfni_bulk(mtrx, 12, gt, hv, n);
#else
			(void)gt;
			for (unsigned i = 0; i < n; i++)
				hv[i] = toep_table(&key[i]);
#endif
			for (unsigned i = 0; i < n; i++)
				rte_prefetch0(&own_toep[hv[i] & own_mask]);

			/* per packet: the flow, its destination's MAC, caps, counters */
			uint64_t now = rte_rdtsc(), bytes = 0;
			for (unsigned i = 0; i < n; i++) {
				fp[i] = own_find(own_toep, &key[i], hv[i]);
				if (unlikely(fp[i] == NULL)) {
					miss++;
					fp[i] = &own_toep[0];
				}
			}
			o = 0;
			for (unsigned i = 0; i < n; i++) {
				struct fused *f = fp[i];
				uint64_t dst;
				memcpy(&dst, rte_pktmbuf_mtod(m[i], const uint8_t *), 8);
				if (unlikely((dst & MAC_MASK) != ports[f->dest].mac)) {
					stray++;
					free_[back++] = m[i];
					continue;
				}
				green += TB_RUN(f, now, m[i]->pkt_len);
				f->pkts++;
				f->bytes += m[i]->pkt_len;
				bytes += m[i]->pkt_len;
				green += TB_RUN(&from->out, now, m[i]->pkt_len);
				green += TB_RUN(&ports[f->dest].in, now, m[i]->pkt_len);
				out[f->dest][cnt[f->dest]++] = m[i];
				o++;
			}
			from->sent += o;
			from->sent_bytes += bytes;

			/* deliveries: a posted frame for each */
			for (unsigned d = 0; d < MAXD; d++) {
				unsigned c = cnt[d];
				if (!c)
					continue;
				struct port *to = &ports[d];
				unsigned got = rte_ring_sc_dequeue_burst(to->rx, (void **)&stack[depth], c, NULL);
				for (unsigned j = 0; j < got; j++) {
					if (unlikely(stack[depth + j]->port != d))
						foreign++;
					stack[depth + j]->port = PORTS;
					out[d][j]->port = d;
					to->received_bytes += out[d][j]->pkt_len;
				}
				depth += got;
				for (unsigned j = got; j < c; j++) {
					short_of_frames++;
					stack[depth++] = out[d][j];
				}
				rte_ring_sp_enqueue_bulk(to->rx_done, (void **)out[d], got, NULL);
				to->received += got;
				done += got;
				cnt[d] = 0;
			}
			/* completions: a free frame for each one taken */
			for (unsigned i = 0; i < o; i++) {
				struct rte_mbuf *f = stack[--depth];
				f->port = SENDER;
				free_[back++] = f;
			}
			rte_ring_sp_enqueue_bulk(from->tx_done, (void **)free_, back, NULL);

			/* the receivers take theirs and post them again */
			for (unsigned d = 0; d < MAXD; d++) {
				unsigned g = rte_ring_sc_dequeue_burst(ports[d].rx_done, (void **)m, MAXB, NULL);
				if (g)
					rte_ring_sp_enqueue_bulk(ports[d].rx, (void **)m, g, NULL);
			}
		}
	} while (rte_rdtsc() < end);
	greens += green;
	return done;
}

static __attribute__((noinline)) uint64_t run_ring_exchange_gfni_d16(unsigned B, uint64_t t)
{
	return B == 32 ? exchange_path(32, t) : exchange_path(B, t);
}

/* Everything sent was received, and every frame is somewhere. */
static int exchange_check(void)
{
	uint64_t received = 0, received_bytes = 0;
	unsigned at_ports = 0;
	for (unsigned p = 0; p < PORTS; p++) {
		received += ports[p].received;
		received_bytes += ports[p].received_bytes;
		at_ports += rte_ring_count(ports[p].tx) + rte_ring_count(ports[p].tx_done) + rte_ring_count(ports[p].rx) +
			    rte_ring_count(ports[p].rx_done);
	}
	const struct port *s = &ports[SENDER];
	if (foreign || stray || short_of_frames || s->sent != received || s->sent_bytes != received_bytes ||
	    at_ports + depth != EXCHANGE_FRAMES) {
		fprintf(stderr,
			"refpath: exchange: %lu foreign, %lu stray, %lu without a frame; sent %lu, received %lu; %u of %u frames\n",
			foreign, stray, short_of_frames, s->sent, received, at_ports + depth, EXCHANGE_FRAMES);
		return 1;
	}
	return 0;
}
#endif
