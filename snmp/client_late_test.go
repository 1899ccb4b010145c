package snmp_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// No deadline is taken for an agent that does not answer to one object, however slow
// agent and deadline meet.
func TestDeadlineIsNoRefusal(t *testing.T) {
	const uptime, column = "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.33.1.4.4.1.4"
	for name, test := range map[string]struct {
		faults  snmptest.Faults
		options snmp.Options
		ask     func(context.Context, *snmp.Client) error
	}{
		"GET, silent": {snmptest.Faults{DropAll: true}, snmp.Options{}, func(ctx context.Context, c *snmp.Client) error {
			_, err := c.Get(ctx, []string{uptime})
			return err
		}},
		"GET of many, slow": {snmptest.Faults{Delay: 3 * time.Millisecond}, snmp.Options{MaxVarbinds: 1}, func(ctx context.Context, c *snmp.Client) error {
			_, err := c.Get(ctx, strings.Fields(strings.Repeat(uptime+" ", 20)))
			return err
		}},
		"a column of version 1, slow": {snmptest.Faults{Delay: 3 * time.Millisecond}, snmp.Options{Version: snmp.V1}, func(ctx context.Context, c *snmp.Client) error {
			return c.Columns(ctx, []string{"1.3.6.1.2.1"}, 0)[0].Err
		}},
		"columns side by side, silent": {snmptest.Faults{DropAll: true}, snmp.Options{}, func(ctx context.Context, c *snmp.Client) error {
			return c.Columns(ctx, []string{column, "1.3.6.1.2.1.33.1.3.3.1.3"}, 0)[1].Err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a := startAgent(t, "ups-mib")
			for range 40 {
				a.Faults(snmptest.Faults{})
				c, err := snmp.Dial(t.Context(), a.Addr(), test.options, nil)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := c.Get(t.Context(), []string{uptime}); err != nil { // it is there
					t.Fatal(err)
				}
				a.Faults(test.faults)
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
				err = test.ask(ctx, c)
				cancel()
				if !errors.Is(err, context.DeadlineExceeded) || power.ReasonOf(err) == power.BadAnswer ||
					strings.Contains(err.Error(), "to this object") {
					t.Errorf("got %v", err)
				}
				a.Faults(snmptest.Faults{})
				if _, err := c.Get(t.Context(), []string{uptime}); err != nil { // with more time
					t.Errorf("afterwards: %v", err)
				}
				_ = c.Close()
			}
		})
	}
}

// What an agent of version 3 says that it can take and send is kept to, for it may not
// say that it was too much.
func TestAnswersFitTheAgent(t *testing.T) {
	user := snmp.Security{
		User: "argus", AuthProtocol: "SHA512", AuthPassword: "auth-password",
		PrivProtocol: "AES256", PrivPassword: "priv-password",
	}
	a := startAgent(t, "raritan-pdu2")
	a.MaxSize(484)
	if err := a.AddUser(user); err != nil {
		t.Fatal(err)
	}
	o := patient()
	o.Version, o.Security = snmp.V3, &user
	c, err := snmp.Dial(t.Context(), a.Addr(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := c.Get(t.Context(), []string{"1.3.6.1.2.1.1.3.0"}); err != nil { // with the discovery
		t.Fatal(err)
	}
	before := a.Stats()
	var oids []string
	for outlet := range 36 {
		oids = append(oids, fmt.Sprintf("1.3.6.1.4.1.13742.6.5.4.3.1.4.1.%d.1", outlet+1))
	}
	if _, err := c.Get(t.Context(), oids); err != nil {
		t.Fatal(err)
	}
	after := a.Stats()
	if answered := after.Answered - before.Answered; after.Asked-before.Asked != len(oids) || answered != len(oids) {
		t.Errorf("asked for %d variables, %d in the answers", after.Asked-before.Asked, answered)
	}
	if packets := after.Datagrams - before.Datagrams; packets > len(oids)/5 {
		t.Errorf("%d packets", packets)
	}
}
