// A client of the suite in Go: checks and stores an agreement, sends samples, reads verdicts, and reads refusals as data.
// It prints what it found as one JSON object. Addresses and tokens come from the environment.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	agreementsv1 "sla-suite.example/clients/gen/sla/agreements/v1"
	measurementv1 "sla-suite.example/clients/gen/sla/measurement/v1"
)

// Every unary call ends: the services refuse deadlines beyond an hour.
const deadline = 10 * time.Second

// Refusal is google.rpc.Status as a program reads it: the reason is stable, the text is for people.
type Refusal struct {
	Code   string `json:"code"`
	Reason string `json:"reason"`
	Domain string `json:"domain"`
	Locale string `json:"locale"`
	Text   string `json:"text"`
}

type clients struct {
	agreements  agreementsv1.AgreementsServiceClient
	ingest      measurementv1.IngestServiceClient
	measurement measurementv1.MeasurementServiceClient
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	agreements, err := dial(os.Getenv("SLA_AGREEMENTS_ADDRESS"))
	if err != nil {
		return err
	}
	defer agreements.Close()
	measurement, err := dial(os.Getenv("SLA_MEASUREMENT_ADDRESS"))
	if err != nil {
		return err
	}
	defer measurement.Close()
	found, err := visit(clients{
		agreements:  agreementsv1.NewAgreementsServiceClient(agreements),
		ingest:      measurementv1.NewIngestServiceClient(measurement),
		measurement: measurementv1.NewMeasurementServiceClient(measurement),
	})
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(found)
}

// A real installation has TLS: credentials.NewClientTLSFromFile(ca, "").
func dial(address string) (*grpc.ClientConn, error) {
	return grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
}

// as is a call's context: who calls, in which language refusals are explained, and until when.
func as(token, language string, limit time.Duration) (context.Context, context.CancelFunc) {
	ctx := metadata.AppendToOutgoingContext(context.Background(),
		"authorization", "Bearer "+token, "accept-language", language)
	return context.WithTimeout(ctx, limit)
}

func visit(to clients) (map[string]any, error) {
	provider, probe := os.Getenv("SLA_PROVIDER_TOKEN"), os.Getenv("SLA_INGEST_TOKEN")
	document, err := os.ReadFile(os.Getenv("SLA_DOCUMENT"))
	if err != nil {
		return nil, err
	}
	found := map[string]any{}
	if err := checkAndApply(to.agreements, provider, document, found); err != nil {
		return nil, err
	}
	if err := send(to.ingest, probe, found); err != nil {
		return nil, err
	}
	if err := read(to.measurement, provider, found); err != nil {
		return nil, err
	}
	refused(to.agreements, provider, probe, document, found)
	return found, nil
}

func checkAndApply(to agreementsv1.AgreementsServiceClient, token string, document []byte, found map[string]any) error {
	ctx, cancel := as(token, "en", deadline)
	defer cancel()
	verdict, err := to.ValidateDocument(ctx, &agreementsv1.ValidateDocumentRequest{Document: document})
	if err != nil {
		return err
	}
	found["findings"], found["contentHash"] = len(verdict.GetFindings()), verdict.GetContentHash()
	broken, err := to.ValidateDocument(ctx, &agreementsv1.ValidateDocumentRequest{Document: []byte("schema: sla-suite/agreement/v1\n")})
	if err != nil {
		return err
	}
	found["brokenHasFindings"] = len(broken.GetFindings()) > 0
	// The request id makes the call safe to repeat: the second answer is the first one, although nothing changes any more.
	request := &agreementsv1.ApplyDocumentRequest{Document: document, RequestId: os.Getenv("SLA_REQUEST_ID")}
	first, err := to.ApplyDocument(ctx, request)
	if err != nil {
		return err
	}
	again, err := to.ApplyDocument(ctx, request)
	if err != nil {
		return err
	}
	found["agreement"], found["version"] = first.GetAgreement().GetId(), first.GetVersion()
	found["changed"] = []bool{first.GetChanged(), again.GetChanged()}
	return nil
}

func send(to measurementv1.IngestServiceClient, token string, found map[string]any) error {
	ctx, cancel := as(token, "en", deadline)
	defer cancel()
	column := &measurementv1.SeriesColumn{
		Series: os.Getenv("SLA_SERIES"),
		AtMs:   []int64{1_760_000_000_000, 1_760_000_060_000},
		Values: &measurementv1.SeriesColumn_States{States: &measurementv1.StateColumn{
			States: []measurementv1.State{measurementv1.State_STATE_UP, measurementv1.State_STATE_DOWN},
		}},
	}
	batch := &measurementv1.SampleBatch{
		BatchKey:     "batch-1",
		Source:       os.Getenv("SLA_SOURCE"),
		ConflictRule: measurementv1.ConflictRule_CONFLICT_RULE_REFUSE,
		Historical:   true,
		Columns:      []*measurementv1.SeriesColumn{column},
	}
	// The batch key does for samples what the request id does for other changes.
	first, err := to.IngestBatch(ctx, &measurementv1.IngestBatchRequest{Batch: batch})
	if err != nil {
		return err
	}
	again, err := to.IngestBatch(ctx, &measurementv1.IngestBatchRequest{Batch: batch})
	if err != nil {
		return err
	}
	found["accepted"] = first.GetReceipt().GetAccepted()
	found["replayed"] = []bool{first.GetReceipt().GetReplayed(), again.GetReceipt().GetReplayed()}
	return nil
}

func read(to measurementv1.MeasurementServiceClient, token string, found map[string]any) error {
	ctx, cancel := as(token, "en", deadline)
	defer cancel()
	verdicts := map[string]string{}
	request := &measurementv1.ListDeterminationsRequest{AgreementId: "web-shop", PageSize: 1}
	for {
		page, err := to.ListDeterminations(ctx, request)
		if err != nil {
			return err
		}
		for _, determination := range page.GetDeterminations() {
			verdicts[determination.GetWindowLabel()] = determination.GetVerdict().String()
		}
		if page.GetNextPageToken() == "" {
			break
		}
		request.PageToken = page.GetNextPageToken()
	}
	found["verdicts"] = verdicts
	return nil
}

func refused(to agreementsv1.AgreementsServiceClient, provider, probe string, document []byte, found map[string]any) {
	apply := func(token, language string, document []byte, limit time.Duration) Refusal {
		ctx, cancel := as(token, language, limit)
		defer cancel()
		_, err := to.ApplyDocument(ctx, &agreementsv1.ApplyDocumentRequest{Document: document, RequestId: os.Getenv("SLA_REQUEST_ID")})
		return refusalOf(err)
	}
	found["wrongRole"] = apply(probe, "en", document, deadline)
	found["wrongRoleInChinese"] = apply(probe, "zh-CN", document, deadline)
	found["reusedRequestId"] = apply(provider, "en", append(document, '\n'), deadline)
	found["tooLate"] = apply(provider, "en", document, time.Nanosecond).Code
}

func refusalOf(err error) Refusal {
	told := status.Convert(err)
	refusal := Refusal{Code: told.Code().String()}
	for _, detail := range told.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			refusal.Reason, refusal.Domain = detail.GetReason(), detail.GetDomain()
		case *errdetails.LocalizedMessage:
			if refusal.Text == "" {
				refusal.Locale, refusal.Text = detail.GetLocale(), detail.GetMessage()
			}
		}
	}
	return refusal
}
