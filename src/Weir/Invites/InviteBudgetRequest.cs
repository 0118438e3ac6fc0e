using Weir.Budgets;

namespace Weir.Invites;

/// <summary>A budget that who joins gets, in the body of <c>POST /admin/api/invites</c>.</summary>
internal sealed class InviteBudgetRequest : TermsRequest;
