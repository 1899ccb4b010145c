package nut_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/argus-power/argus/nut"
)

// Every UPS of a server, as often as wanted.
func ExampleReader() {
	reader := nut.NewReader("10.0.0.1:3493", nut.Options{})
	for range time.Tick(15 * time.Second) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		devices, err := reader.Read(ctx)
		cancel()
		if err != nil {
			fmt.Println(err) // nothing is known about any UPS
			continue
		}
		for _, d := range devices {
			if errors.Is(d.Err, &nut.ServerError{Code: nut.CodeDataStale}) {
				fmt.Println(d.Name, "has lost its UPS")
				continue
			}
			fmt.Println(d.Name, d.Vars, d.Err)
		}
	}
}

// One variable, once.
func ExampleDial() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	client, err := nut.Dial(ctx, "10.0.0.1:3493", nut.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	fmt.Println(client.GetVar(ctx, "eaton", "battery.charge"))
}

// A certificate of one's own making is trusted by its fingerprint.
func ExampleTLSOptions() {
	config, err := nut.TLSOptions{
		Fingerprint: "15:D5:F7:8B:2C:42:20:06:40:3C:2A:85:F7:73:BB:3F:" +
			"FC:D5:44:FF:58:DD:4B:A2:57:64:47:4A:4C:AF:D6:81",
	}.Config()
	if err != nil {
		fmt.Println(err)
		return
	}
	reader := nut.NewReader("10.0.0.1:3493", nut.Options{
		Username: "monitor", Password: "secret", TLS: config,
	})
	fmt.Println(reader.Read(context.Background()))
}
