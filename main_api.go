package main

import (
	"context"
	"net/http"
	"time"

	"github.com/argus-power/argus/api"
	"github.com/argus-power/argus/collector"
	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/store"
)

// memoryPages serves what is remembered.
func memoryPages(
	ctx context.Context, kept *store.Store, keep store.Retention, holder *collector.Holder, prober *collector.Prober,
) http.Handler {
	return api.New(api.Options{
		Store: kept, Kept: keep, Now: time.Now, Done: ctx.Done(),
		Labels: func(k store.Key) map[string]string {
			return holder.Current().Labels(k.Protocol, k.Address, k.Device)
		},
		List: func(ctx context.Context, target, module string) (api.Listing, error) {
			return list(ctx, holder.Current(), prober, config.Query{Target: target, Module: module})
		},
	})
}

// list reads a target for its devices, as a probe would: under the same policy, and counted as one.
func list(ctx context.Context, c *config.Config, prober *collector.Prober, q config.Query) (api.Listing, error) {
	probe, err := c.Probe(q)
	if err != nil {
		return api.Listing{}, &api.Error{Status: collector.StatusOf(err), Err: err}
	}
	leave, err := prober.Enter()
	if err != nil {
		return api.Listing{}, &api.Error{Status: collector.StatusOf(err), Err: err}
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, probe.Timeout)
	defer cancel()
	found := prober.Gather(ctx, probe)
	if found.Err != nil {
		return api.Listing{}, &api.Error{Status: collector.StatusOf(found.Err), Err: collector.Told(found.Err)}
	}
	return api.Listing{
		Protocol: probe.Module.Protocol, Target: probe.Target.Whole().String(), Address: probe.Target.Address(),
		Module: probe.Module.Name, Snapshots: found.Snapshots,
	}, nil
}
